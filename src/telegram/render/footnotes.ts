import type { Token, TokenizerAndRendererExtension, Tokens } from 'marked';

/** `[^1]` in a text. Shown without the caret, if the text explains it somewhere. */
export interface Footnote extends Tokens.Generic {
  readonly type: 'footnote';
  readonly label: string;
  readonly explains: boolean;
  text: string;
}

/** Recognizes `[^label]`; what it shows is decided by `linkFootnotes`. */
export const footnoteSyntax: TokenizerAndRendererExtension = {
  name: 'footnote',
  level: 'inline',
  start: (source) => source.indexOf('[^'),
  tokenizer(source) {
    const match = /^\[\^(?<label>[^\]\s[]{1,64})\](?![[(])(?<colon>:)?/u.exec(source);
    const label = match?.groups?.['label'];
    if (!match || label === undefined) return undefined;
    const raw = `[^${label}]`;
    const explains = match.groups?.['colon'] !== undefined;
    return { type: 'footnote', raw, text: raw, label, explains } satisfies Footnote;
  },
  renderer: (token) => token['text'] as string,
};

/** `[^abc]` may be a regular expression: only marks that are explained lose their caret. */
export function linkFootnotes(walk: (visit: (token: Token) => void) => void): void {
  const marks: Footnote[] = [];
  walk((token) => {
    if (token.type === 'footnote') marks.push(token as Footnote);
  });
  const explained = new Set(marks.filter((mark) => mark.explains).map((mark) => mark.label));
  for (const mark of marks) if (explained.has(mark.label)) mark.text = `[${mark.label}]`;
}
