import type { Token, Tokens } from 'marked';
import { plain, type Card, type CardFile } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { parse, render, renderTokens } from './render/render.ts';
import type { Rich } from './render/rich.ts';
import { labeled, split } from './render/split.ts';
import { fileExtension } from './file-extension.ts';

/** What one card becomes in the chat: texts first, then documents. */
export interface Messages {
  readonly texts: readonly Rich[];
  readonly files: readonly CardFile[];
}

/** More messages than these, and the whole goes as a file. */
const MAX_PARTS = 3;
const MAX_CODE_LINES = 60;
/** More cannot fit `MAX_PARTS`; it is not even parsed, because hostile Markdown takes long. */
const MAX_SOURCE_CHARACTERS = 20_000;
const LEAD_CHARACTERS = 600;
/** Telegram takes documents of 50 MB; the store keeps them as base64 until they are sent. */
const MAX_FILE_BYTES = 45_000_000;

/** The messages for `card`. Nothing is left out: what does not fit goes as a file. */
export function toMessages(card: Card, say: Say): Messages {
  const { file } = card;
  const isTooBig = file !== undefined && sizeBytes(file) > MAX_FILE_BYTES;
  const text = isTooBig ? `${card.text}\n\n${tooBig(file, say)}` : card.text;
  const answer = text.trim() === '' ? EMPTY : fit(text, say);
  const files = [...answer.files, ...(file && !isTooBig ? [file] : [])];
  const needsText = answer.texts.length === 0 && (files.length === 0 || card.buttons?.length);
  return { texts: needsText ? [{ text: '…', entities: [] }] : answer.texts, files };
}

/** The one text that shows a card in progress: of a long one, its labeled end. */
export function toProgressText(card: Card): Rich {
  const parts = labeled(split(render(card.text.slice(-MAX_SOURCE_CHARACTERS))));
  return parts.at(-1) ?? { text: '…', entities: [] };
}

const EMPTY: Messages = { texts: [], files: [] };

function fit(source: string, say: Say): Messages {
  if (source.length > MAX_SOURCE_CHARACTERS) return asFile(source, parse(firstOf(source)), say);
  const tokens = parse(source);
  if (tokens.some(hasLongCode)) return asFile(source, tokens, say);
  const parts = split(renderTokens(tokens));
  if (parts.length > MAX_PARTS) return asFile(source, tokens, say);
  return { texts: labeled(parts), files: [] };
}

function asFile(source: string, tokens: readonly Token[], say: Say): Messages {
  return codeAsFile(source, tokens, say) ?? wholeAsFile(source, tokens, say);
}

/** One code block with few words around it goes under its own name, the words as text. */
function codeAsFile(source: string, tokens: readonly Token[], say: Say): Messages | undefined {
  const codes = tokens.filter((token) => token.type === 'code') as Tokens.Code[];
  const [code] = codes;
  if (!code || codes.length > 1 || source.length > MAX_SOURCE_CHARACTERS) return undefined;
  const name = `answer.${fileExtension(code.lang)}`;
  const note = parse(say('telegram-code-in-file', { name: plain(name), lines: lineCount(code) }));
  const words = tokens.flatMap((token) => (token === code ? [GAP, ...note, GAP] : [token]));
  if (words.some(hasLongCode)) return undefined;
  const texts = split(renderTokens(words));
  if (texts.length > 1) return undefined;
  return { texts, files: [{ name, content: code.text }] };
}

function wholeAsFile(source: string, tokens: readonly Token[], say: Say): Messages {
  const name = 'answer.md';
  const note = parse(say('telegram-answer-in-file', { name: plain(name) }));
  const lead = [...opening(tokens), GAP, ...note];
  return { texts: split(renderTokens(lead)).slice(0, 1), files: [{ name, content: source }] };
}

/** The blocks at the start that are short enough to stand above a file. */
function opening(tokens: readonly Token[]): Token[] {
  const lead: Token[] = [];
  for (const token of tokens) {
    const isTooLong = renderTokens([...lead, token]).text.length > LEAD_CHARACTERS;
    if (isTooLong || hasLongCode(token)) break;
    lead.push(token);
  }
  return lead;
}

const GAP: Token = { type: 'space', raw: '\n\n' };

function hasLongCode(token: Token): boolean {
  if (token.type === 'code') return lineCount(token as Tokens.Code) > MAX_CODE_LINES;
  const inside = token.type === 'list' ? (token as Tokens.List).items : undefined;
  return (inside ?? ('tokens' in token ? token.tokens : undefined) ?? []).some(hasLongCode);
}

function lineCount({ text }: Tokens.Code): number {
  return text.split('\n').length;
}

function firstOf(source: string): string {
  const start = source.slice(0, LEAD_CHARACTERS * 2);
  return start.slice(0, Math.max(0, start.lastIndexOf('\n\n')));
}

function sizeBytes({ content }: CardFile): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
}

function tooBig(file: CardFile, say: Say): string {
  const megabytes = Math.ceil(sizeBytes(file) / 1_000_000);
  return say('telegram-file-too-big', { name: plain(file.name), megabytes });
}
