import { z } from 'zod';
import { type Action, defineAction, place, placeOf } from './action.ts';

/** Sends a file. In a multipart request the part `file` stands for `name` and `base64`. */
export const FILE_ACTION: Action = defineAction({
  name: 'file',
  summary: 'Sends a file: JSON with base64, or multipart/form-data with a part named file.',
  body: z.strictObject({
    ...place,
    name: z.string().min(1),
    base64: z.base64(),
    caption: z.string().min(1).optional(),
    as: z.enum(['document', 'photo', 'video', 'audio', 'voice']).optional(),
  }),
  example: { from: 77, chat: 77, name: 'notes.txt', base64: 'aGVsbG8=' },
  run(stage, { name, base64, caption, as = 'document', ...where }) {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    if (bytes.length === 0) throw new Error('Telegram sends no empty file.');
    const there = stage.at(placeOf(where));
    const options = { name, ...(caption === undefined ? {} : { caption }) };
    switch (as) {
      case 'document':
        return { message: there.sendsDocument(name, bytes, caption) };
      case 'photo':
        return { message: there.sendsPhoto(bytes, options) };
      case 'video':
        return { message: there.sendsVideo(bytes, options) };
      case 'audio':
        return { message: there.sendsAudio(bytes, options) };
      case 'voice':
        return { message: there.sendsVoice(bytes, options) };
    }
  },
});

/** The same as JSON, of a form whose part `file` is the file. */
export async function fromForm(form: FormData): Promise<unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of form) {
    if (typeof value === 'string') {
      const isNumber = /^-?\d+$/u.test(value) && name !== 'caption' && name !== 'name';
      body[name] = isNumber ? Number(value) : value;
    } else if (name === 'file') {
      body['name'] ??= value.name;
      body['base64'] = Buffer.from(await value.arrayBuffer()).toString('base64');
    }
  }
  return body;
}
