import type { Token, Tokens } from 'marked';
import { plain, type Card, type CardFile } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { codeParts } from './render/blocks.ts';
import { parse, render, renderTokens } from './render/render.ts';
import type { RichBlock } from './render/rich-block.ts';
import { renderRich } from './render/rich-blocks.ts';
import type { Rich } from './render/rich.ts';
import { labeled, split } from './render/split.ts';
import { fileExtension } from './file-extension.ts';
import { isPhoto } from './photo.ts';

/** What one card becomes in the chat: texts first, then files, each a photo or a document. */
export interface Messages {
  readonly texts: readonly Rich[];
  readonly files: readonly CardFile[];
  /** Stands, with the keyboard, under the first of `files`, a photo; then there are no texts. */
  readonly caption?: Rich;
  /** Goes, where the chat takes it, in place of the texts and of the files that hold the answer. */
  readonly rich?: {
    readonly blocks: readonly RichBlock[];
    /** How many of `files`, from the first, hold the answer. */
    readonly answerFiles: number;
  };
}

/** More messages than these, and the whole goes as a file. */
const MAX_PARTS = 3;
const MAX_CODE_LINES = 60;
/** More cannot fit `MAX_PARTS`; it is not even parsed, because hostile Markdown takes long. */
const MAX_SOURCE_CHARACTERS = 20_000;
/** A rich message holds 32 768 characters; the rest are marks of Markdown. */
const MAX_RICH_SOURCE_CHARACTERS = 40_000;
const LEAD_CHARACTERS = 600;
/** Telegram takes documents of 50 MB; the store keeps them as base64 until they are sent. */
const MAX_FILE_BYTES = 45_000_000;
/** Telegram takes 1024; the rest is kept for what the outbox may have to add. */
export const MAX_CAPTION_CODE_POINTS = 900;

/** Names of the bot's commands: only these can be tapped in a text. */
type Commands = ReadonlySet<string>;
const NO_COMMANDS: Commands = new Set();

/**
 * The messages for `card`. Nothing is left out: what does not fit goes as a file. With `isRich`
 * also as a rich message, where it can be one.
 */
export function toMessages(
  card: Card,
  say: Say,
  commands: Commands = NO_COMMANDS,
  isRich = false,
): Messages {
  const file = card.file && toSendable(card.file);
  const why = file && whyNotSent(file, say);
  const text = why === undefined ? card.text : `${card.text}\n\n${why}`;
  const answer = text.trim() === '' ? EMPTY : fit(text, say, commands);
  const caption = file?.kind === 'photo' ? asCaption(answer) : undefined;
  if (file && caption) return { texts: [], files: [file], caption };
  const files = [...answer.files, ...(file && why === undefined ? [file] : [])];
  const needsText = answer.texts.length === 0 && (files.length === 0 || card.buttons?.length);
  const texts = needsText ? [{ text: '…', entities: [] }] : answer.texts;
  const blocks = isRich ? toRichBlocks(text, commands) : undefined;
  return {
    texts,
    files,
    ...(blocks && { rich: { blocks, answerFiles: answer.files.length } }),
  };
}

/** Long code is read in a file, whatever a message could hold. */
export function toRichBlocks(
  source: string,
  commands: Commands = NO_COMMANDS,
): readonly RichBlock[] | undefined {
  if (source.length > MAX_RICH_SOURCE_CHARACTERS || parse(source).some(hasLongCode))
    return undefined;
  return renderRich(source, commands);
}

/** The one text that shows a card in progress: of a long one, its labeled end. */
export function toProgressText(card: Card, commands: Commands = NO_COMMANDS): Rich {
  const parts = labeled(split(render(card.text.slice(-MAX_SOURCE_CHARACTERS), commands)));
  return visible(parts).at(-1) ?? { text: '…', entities: [] };
}

const EMPTY: Messages = { texts: [], files: [] };

function fit(source: string, say: Say, commands: Commands): Messages {
  if (source.length > MAX_SOURCE_CHARACTERS)
    return asFile(source, parse(firstOf(source)), say, commands);
  const tokens = parse(source);
  if (tokens.some(hasLongCode)) return asFile(source, tokens, say, commands);
  const parts = split(renderTokens(tokens, commands));
  if (parts.length > MAX_PARTS) return asFile(source, tokens, say, commands);
  return { texts: visible(labeled(parts)), files: [] };
}

/** Telegram refuses a message in which there is nothing to see. */
function visible(parts: readonly Rich[]): Rich[] {
  return parts.filter(
    ({ text }) => !/^[\p{Z}\p{C}\p{M}\u115f\u1160\u2800\u3164\uffa0]*$/u.test(text),
  );
}

function asFile(source: string, tokens: readonly Token[], say: Say, commands: Commands): Messages {
  return codeAsFile(source, tokens, say, commands) ?? wholeAsFile(source, tokens, say, commands);
}

/** One code block with few words around it goes under its own name, the words as text. */
function codeAsFile(
  source: string,
  tokens: readonly Token[],
  say: Say,
  commands: Commands,
): Messages | undefined {
  const codes = tokens.filter((token) => token.type === 'code') as Tokens.Code[];
  const [code] = codes;
  if (!code || codes.length > 1 || source.length > MAX_SOURCE_CHARACTERS) return undefined;
  const name = `answer.${fileExtension(code.lang)}`;
  // What stands behind the fence and is no language is not in the file.
  const behind = parse(plain(codeParts(code).note));
  const note = parse(say('telegram-code-in-file', { name: plain(name), lines: lineCount(code) }));
  const instead = [GAP, ...behind, GAP, ...note, GAP];
  const words = tokens.flatMap((token) => (token === code ? instead : [token]));
  if (words.some(hasLongCode)) return undefined;
  const texts = split(renderTokens(words, commands));
  if (texts.length > 1) return undefined;
  return { texts, files: [{ name, content: code.text }] };
}

function wholeAsFile(
  source: string,
  tokens: readonly Token[],
  say: Say,
  commands: Commands,
): Messages {
  const name = 'answer.md';
  const note = parse(say('telegram-answer-in-file', { name: plain(name) }));
  const [lead, ...more] = split(renderTokens([...opening(tokens), GAP, ...note], commands));
  // An opening full of formats does not fit one message: then the note stands alone.
  const texts = lead && more.length === 0 ? [lead] : split(renderTokens(note, commands));
  return { texts, files: [{ name, content: source }] };
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

/** What cannot be a photo goes as a document. */
function toSendable(file: CardFile): CardFile {
  const { kind: _, ...document } = file;
  return isPhoto(file) ? file : document;
}

/** `undefined`: it does not fit below a picture and stands above it. */
function asCaption({ texts, files }: Messages): Rich | undefined {
  const [caption = { text: '', entities: [] }, ...more] = texts;
  const fits = more.length === 0 && files.length === 0;
  return fits && Array.from(caption.text).length <= MAX_CAPTION_CODE_POINTS ? caption : undefined;
}

function sizeBytes({ content }: CardFile): number {
  return typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength;
}

/** Telegram refuses an empty file and one of more than 50 MB. */
function whyNotSent(file: CardFile, say: Say): string | undefined {
  const bytes = sizeBytes(file);
  const name = plain(file.name);
  if (bytes === 0) return say('telegram-file-empty', { name });
  if (bytes <= MAX_FILE_BYTES) return undefined;
  return say('telegram-file-too-big', { name, megabytes: Math.ceil(bytes / 1_000_000) });
}
