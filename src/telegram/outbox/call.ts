import type { Json } from '#ports/store/port.ts';
import type { Upload } from '../api.ts';
import type { Body, Envelope } from './envelope.ts';
import type { Job } from './line.ts';

interface Call {
  readonly method: string;
  readonly body: Body;
  readonly upload?: Upload;
  readonly timeoutMs: number;
}

/** A slow line still gets 45 MB through. */
const UPLOAD_TIMEOUT_MS = 10 * 60_000;
const SEND_TIMEOUT_MS = 30_000;

/** The Bot API call for `job`; `messageId` is what it edits. */
export function toCall(
  { entry, envelope, method, ...job }: Job,
  messageId: number | undefined,
): Call {
  const { edits, instead, file, mark, topicLost } = envelope;
  const isEdit = edits !== undefined && !job.isInstead;
  let body: Body = { chat_id: entry.chatId, ...envelope.body };
  if (isEdit) body = { ...body, message_id: messageId ?? 0 };
  else if (edits !== undefined) body = asText({ ...body, ...instead });
  if (job.isPlain) body = without(body, 'entities', 'caption_entities');
  if (job.isFileLost) body = withoutFile(body, envelope);
  if (job.isTopicLost) body = noted(without(body, 'message_thread_id'), topicLost);
  // The word that a file failed says nothing that the file itself would have said.
  const isWord = job.isFileLost && !('caption' in envelope.body);
  if (job.mayBeDone && !isEdit && !isWord) body = noted(body, mark);
  if (job.isFileLost) {
    const lost = isEdit ? 'editMessageText' : 'sendMessage';
    return { method: lost, body, timeoutMs: SEND_TIMEOUT_MS };
  }
  const sent = job.isDocument ? 'sendDocument' : method;
  const field = sent === 'sendPhoto' ? 'photo' : 'document';
  return {
    method: edits !== undefined && !isEdit ? sendOf(body) : sent,
    body,
    timeoutMs: file ? UPLOAD_TIMEOUT_MS : SEND_TIMEOUT_MS,
    ...(file && {
      upload: { field, name: file.name, bytes: Buffer.from(file.base64, 'base64') },
    }),
  };
}

/** The method that sends what an edit would have shown. */
function sendOf(body: Body): string {
  return 'rich_message' in body ? 'sendRichMessage' : 'sendMessage';
}

/** What stood below a photo is a text without it. */
function asText(body: Body): Body {
  const { caption, caption_entities: entities, ...rest } = body;
  if (typeof caption !== 'string') return body;
  const text = { text: caption, link_preview_options: { is_disabled: true } };
  return { ...rest, ...text, ...(entities !== undefined && { entities }) };
}

function withoutFile(body: Body, { fileLost }: Envelope): Body {
  const { text, ...rest } = asText(body);
  const parts = [text, fileLost].filter((part) => typeof part === 'string');
  return { ...rest, text: parts.length === 0 ? '…' : parts.join('\n\n') };
}

function noted(body: Body, note: string | undefined): Body {
  if (note === undefined) return body;
  if ('rich_message' in body) return { ...body, rich_message: withNote(body, note) };
  const field = 'text' in body ? 'text' : 'caption';
  const before = body[field];
  return { ...body, [field]: typeof before === 'string' ? `${before}\n\n${note}` : note };
}

function withNote({ rich_message: rich }: Body, note: string): Json {
  const { blocks } = rich as { readonly blocks: readonly Json[] };
  return { blocks: [...blocks, { type: 'paragraph', text: note }] };
}

function without(body: Body, ...names: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
