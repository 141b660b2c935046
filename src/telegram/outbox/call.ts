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
export function toCall({ entry, envelope, ...job }: Job, messageId: number | undefined): Call {
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
    method: edits !== undefined && !isEdit ? 'sendMessage' : entry.method,
    body,
    timeoutMs: file ? UPLOAD_TIMEOUT_MS : SEND_TIMEOUT_MS,
    ...(file && {
      upload: { field: 'document', name: file.name, bytes: Buffer.from(file.base64, 'base64') },
    }),
  };
}

function fileLost(chatId: number, { body, fileLost = '…' }: Envelope): Call {
  const text = { chat_id: chatId, ...without(body, 'caption', 'caption_entities'), text: fileLost };
  return { method: 'sendMessage', body: text, timeoutMs: SEND_TIMEOUT_MS };
}

function noted(body: Body, note: string | undefined): Body {
  if (note === undefined) return body;
  const field = 'text' in body ? 'text' : 'caption';
  const before = body[field];
  return { ...body, [field]: typeof before === 'string' ? `${before}\n\n${note}` : note };
}

function without(body: Body, ...names: readonly string[]): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}
