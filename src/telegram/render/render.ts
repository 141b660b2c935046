import { Marked, Tokenizer, type Token, type Tokens } from 'marked';
import { blocks } from './blocks.ts';
import { disarmed } from './disarm.ts';
import { footnoteSyntax, linkFootnotes } from './footnotes.ts';
import { bare, toRich, type Rich } from './rich.ts';
import { safeText } from './safe-text.ts';

const markdown = new Marked({
  extensions: [footnoteSyntax],
  tokenizer: {
    // Link definitions stay text: marked would swallow them, and nothing may vanish from an answer.
    def: () => undefined,
    // A bare address ends where an escape begins; Telegram finds the whole one in the final text.
    url(source) {
      const token = Tokenizer.prototype.url.call(this, source);
      const end = token?.raw.indexOf('\\') ?? -1;
      if (!token || end <= 0) return token;
      const text = source.slice(0, end);
      return { ...token, raw: text, text, href: '', tokens: [asText(text)] };
    },
  },
});

const NO_COMMANDS: ReadonlySet<string> = new Set();

/**
 * Markdown, or any prefix of it, as text with entities. Never throws: what cannot be understood is
 * shown as it is. Of what looks like a command only `commands` can be tapped.
 */
export function render(source: string, commands: ReadonlySet<string> = NO_COMMANDS): Rich {
  return renderTokens(parse(source), commands);
}

/** The block tokens of `source`; one paragraph of plain text when it is too tangled. */
export function parse(source: string): Token[] {
  const text = safeText(source);
  try {
    const tokens = markdown.lexer(text);
    linkFootnotes((visit) => void markdown.walkTokens(tokens, visit));
    return tokens;
  } catch {
    // Thousands of nested quotes or lists overflow marked's stack.
    return [asText(text)];
  }
}

/** Tokens of `parse` as text with entities. */
export function renderTokens(
  tokens: readonly Token[],
  commands: ReadonlySet<string> = NO_COMMANDS,
): Rich {
  return disarmed(toRichText(tokens), commands);
}

function toRichText(tokens: readonly Token[]): Rich {
  try {
    return toRich(blocks(tokens));
  } catch {
    return toRich(bare(tokens.map((token) => token.raw).join('')));
  }
}

function asText(text: string): Tokens.Text {
  return { type: 'text', raw: text, text, escaped: false };
}
