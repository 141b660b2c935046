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
  if (job.isFileLost) return fileLost(entry.chatId, envelope);
  const isEdit = edits !== undefined && !job.isInstead;
  let body: Body = { chat_id: entry.chatId, ...envelope.body };
  if (isEdit) body = { ...body, message_id: messageId ?? 0 };
  else if (edits !== undefined) body = { ...body, ...instead };
  if (job.isPlain) body = without(body, 'entities', 'caption_entities');
  if (job.isTopicLost) body = noted(without(body, 'message_thread_id'), topicLost);
  if (job.mayBeDone && !isEdit) body = noted(body, mark);
  return {
    method: edits !== undefined && !isEdit ? sendOf(body) : method,
    body,
    timeoutMs: file ? UPLOAD_TIMEOUT_MS : SEND_TIMEOUT_MS,
    ...(file && {
      upload: { field: 'document', name: file.name, bytes: Buffer.from(file.base64, 'base64') },
    }),
  };
}

/** The method that sends what an edit would have shown. */
function sendOf(body: Body): string {
  return 'rich_message' in body ? 'sendRichMessage' : 'sendMessage';
}

function fileLost(chatId: number, { body, fileLost = '…' }: Envelope): Call {
  const text = { chat_id: chatId, ...without(body, 'caption', 'caption_entities'), text: fileLost };
  return { method: 'sendMessage', body: text, timeoutMs: SEND_TIMEOUT_MS };
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
