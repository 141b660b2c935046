import type { Message, RichBlock, RichMessage } from '@grammyjs/types';
import { clean } from '../text/clean.ts';
import { fieldReader, isFields, type Fields } from '../keyboards/fields.ts';
import { knownUser } from '../text/mentions.ts';
import type { Call } from '../methods/handler.ts';
import { readInputMedia } from '../methods/input-media.ts';
import { refusal } from '../refusal.ts';
import { NOT_UTF8 } from '../request/utf8.ts';
import { childrenOf, mapTexts } from './block-tree.ts';
import { isBlank, namesIn, toBlocks } from './blocks-from-html.ts';
import { checkRichButtons } from './buttons.ts';
import { detectInText } from './detect-text.ts';
import { parseTree } from './html-tree.ts';
import { type InputContext, readInputBlocks } from './input-blocks.ts';
import { checkRichLimits } from './limits.ts';
import { checkMarkdownCost } from './markdown-cost.ts';
import { markdownToHtml } from './rich-markdown.ts';
import { mapLetters } from './text-tree.ts';

const SOURCES = ['html', 'markdown', 'blocks'] as const;
/** Nobody needs more source for 32 768 characters; parsing costs time. */
const MAX_SOURCE_BYTES = 1 << 18;

/**
 * Reads the `rich_message` of a request, `[T] InputRichMessage`: the shape now, the content once the
 * chat is known. Approximated: the real parsers of Markdown and HTML are on Telegram's servers and
 * not public; the refusals of bad HTML are therefore in the emulator's words. The emulator wants
 * exactly one of `html`, `markdown` and `blocks`, as documented; the service was seen to take the
 * first. @throws {Refusal}
 */
export function readRichMessage(
  call: Call,
  options: { readonly isDraft: boolean },
): (isPrivate?: boolean) => RichMessage {
  const given = call.args.json('rich_message');
  if (given === undefined) throw refusal('Rich message must be non-empty');
  if (!isFields(given)) throw refusal('Object expected as rich message');
  const read = fieldReader(given, "Can't parse rich message: ");
  const used = SOURCES.filter((name) => given[name] !== undefined);
  if (used.length > 1)
    throw refusal(`Exactly one of ${used.join(', ')} must be used (the emulator is strict here)`);
  const [source] = used;
  if (source === undefined || given[source] === '' || isEmptyList(given[source]))
    throw refusal('Rich message must be non-empty');
  const text = source === 'blocks' ? '' : read.text(source);
  if (Buffer.byteLength(text) > MAX_SOURCE_BYTES) throw refusal('RICH_MESSAGE_TEXT_TOO_LONG');
  if (source === 'markdown') checkMarkdownCost(text);
  if (!text.isWellFormed()) throw refusal(NOT_UTF8);
  const isRightToLeft = read.flag('is_rtl');
  const detects = !read.flag('skip_entity_detection');
  return refusingDepth((isPrivate = true) => {
    const context = contextOf(call, given, options);
    const made =
      source === 'blocks'
        ? readInputBlocks(given['blocks'], context)
        : fromMarkup(source === 'html' ? text : markdownToHtml(text), source === 'html', context);
    const cleaned = made.map((block) => mapTexts(block, (it) => mapLetters(it, clean)));
    const blocks = detects ? cleaned.map((block) => mapTexts(block, detectInText)) : cleaned;
    checkBlocks(blocks, options.isDraft);
    checkRichButtons(blocks, isPrivate);
    return { blocks, ...(isRightToLeft ? { is_rtl: true } : {}) };
  });
}

/** What nests so deep that nobody can even look through it is too deep. */
function refusingDepth(finish: (isPrivate?: boolean) => RichMessage): typeof finish {
  return (isPrivate) => {
    try {
      return finish(isPrivate);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw refusal('RICH_MESSAGE_DEPTH_INVALID');
    }
  };
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function fromMarkup(html: string, strict: boolean, context: InputContext): RichBlock[] {
  const nodes = parseTree(html, { strict });
  return toBlocks(nodes, { ...context, ...namesIn(nodes) });
}

function checkBlocks(blocks: readonly RichBlock[], isDraft: boolean): void {
  checkRichLimits(blocks);
  if (blocks.every(isBlank)) throw refusal('RICH_MESSAGE_EMPTY');
  if (!isDraft && blocks.some(isThinking))
    throw refusal('Thinking blocks are for drafts only (the words are of the emulator)');
}

function isThinking(block: RichBlock): boolean {
  return block.type === 'thinking' || childrenOf(block).some(isThinking);
}

function contextOf(
  call: Call,
  given: Fields,
  options: { readonly isDraft: boolean },
): InputContext {
  const readMedia = (value: unknown): Partial<Message> => {
    const isUpload = isFields(value) && String(value['media']).startsWith('attach://');
    // [T] sendRichMessageDraft: "Direct upload of new files … isn't supported".
    if (options.isDraft && isUpload)
      throw refusal('Drafts take no new files (the words are of the emulator)');
    return readInputMedia(call, value, { isAlbum: false }).make();
  };
  const list = Array.isArray(given['media']) ? given['media'].filter(isFields) : [];
  const byId = new Map(list.map((it) => [String(it['id']), it['media']]));
  return {
    anchors: new Set(),
    references: new Set(),
    userOf: knownUser(call.world, call.bot),
    readMedia,
    media: {
      take(id) {
        if (!byId.has(id)) throw refusal('Media not found');
        return readMedia(byId.get(id));
      },
    },
  };
}
