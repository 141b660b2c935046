import type { RichText } from '@grammyjs/types';

/** What stands in the text of a block, without its formats. */
export function lettersOf(text: RichText): string {
  if (typeof text === 'string') return text;
  if (Array.isArray(text)) return text.map(lettersOf).join('');
  if (text.type === 'custom_emoji') return text.alternative_text;
  if (text.type === 'mathematical_expression') return text.expression;
  if (text.type === 'button') return lettersOf(text.button.text);
  return text.type === 'anchor' ? '' : lettersOf(text.text);
}

/** One text of several: neighbours that are plain become one, a lone one stands alone. */
export function joined(parts: readonly RichText[]): RichText {
  const merged: RichText[] = [];
  for (const part of parts.flatMap((it) => (Array.isArray(it) ? it : [it]))) {
    const last = merged.at(-1);
    if (part === '') continue;
    if (typeof part === 'string' && typeof last === 'string')
      merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  const [only = ''] = merged;
  return merged.length < 2 ? only : merged;
}

/** The text with each plain part changed; formats stay. */
export function mapLetters(text: RichText, change: (letters: string) => RichText): RichText {
  if (typeof text === 'string') return change(text);
  if (Array.isArray(text)) return joined(text.map((part) => mapLetters(part, change)));
  if (!('text' in text)) return text;
  return { ...text, text: mapLetters(text.text, change) };
}

/** The text without blanks around it. */
export function trimmed(text: RichText): RichText {
  return trimmedEnd(trimmedStart(text));
}

function trimmedStart(text: RichText): RichText {
  if (typeof text === 'string') return text.replace(/^[ \n]+/u, '');
  if (!Array.isArray(text))
    return 'text' in text ? { ...text, text: trimmedStart(text.text) } : text;
  const [first = '', ...rest] = text;
  return joined([trimmedStart(first), ...rest]);
}

function trimmedEnd(text: RichText): RichText {
  if (typeof text === 'string') return text.replace(/[ \n]+$/u, '');
  if (!Array.isArray(text)) return 'text' in text ? { ...text, text: trimmedEnd(text.text) } : text;
  return joined([...text.slice(0, -1), trimmedEnd(text.at(-1) ?? '')]);
}
