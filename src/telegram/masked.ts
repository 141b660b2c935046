import type { Json } from '#ports/store/port.ts';
import type { BotApi, Upload } from './api.ts';

/** What makes text harmless; cards have been through it before, toasts and the rest have not. */
export interface Mask {
  readonly text: (text: string) => string;
  readonly bytes: (bytes: Uint8Array) => Uint8Array;
}

/** Telegram's own words and ids: a secret cannot be in them, and a change would break the call. */
const OWN = new Set(['chat_id', 'callback_query_id', 'callback_data', 'file_id', 'parse_mode']);

/** `api`, which tells Telegram no secret, whatever the method: the last wall before the network. */
export function maskedApi(api: BotApi, mask: Mask): BotApi {
  return {
    call: (method, body, options) =>
      api.call(method, maskBody(body, mask), {
        ...options,
        ...(options?.upload && { upload: maskUpload(options.upload, mask) }),
      }),
  };
}

function maskUpload(upload: Upload, mask: Mask): Upload {
  const name = mask.text(upload.name);
  // Changed bytes are no picture any more; what is no picture goes as a document.
  if (upload.field === 'photo') return { ...upload, name };
  return { ...upload, name, bytes: mask.bytes(upload.bytes) };
}

function maskBody(
  body: Readonly<Record<string, Json>>,
  mask: Mask,
): Readonly<Record<string, Json>> {
  const masked = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [
      name,
      OWN.has(name) ? value : maskJson(value, mask),
    ]),
  );
  // Formats point into the text as it was.
  if (masked['text'] !== body['text']) delete masked['entities'];
  if (masked['caption'] !== body['caption']) delete masked['caption_entities'];
  return masked;
}

function maskJson(value: Json, mask: Mask): Json {
  if (typeof value === 'string') return mask.text(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => maskJson(each, mask));
  return maskBody(value as Readonly<Record<string, Json>>, mask);
}
