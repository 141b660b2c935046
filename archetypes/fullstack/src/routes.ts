import packageJson from '../package.json' with { type: 'json' };
import { Refusal, type Route } from './http.ts';
import { MAX_NOTE_LENGTH, toNoteText } from './page/note.ts';
import type { Store } from './store.ts';

/** The API. */
export function routes(store: Store): readonly Route[] {
  return [
    {
      method: 'GET',
      pattern: /^\/health$/,
      handle: () => ({ json: { status: 'ok', version: packageJson.version } }),
    },
    {
      method: 'GET',
      pattern: /^\/api\/notes$/,
      handle: () => ({ json: store.list() }),
    },
    {
      method: 'POST',
      pattern: /^\/api\/notes$/,
      async handle({ body }) {
        const text = toNoteText(((await body()) as { text?: unknown } | null)?.text);
        if (text === undefined) {
          throw new Refusal(422, `text is to have 1 to ${MAX_NOTE_LENGTH} characters`);
        }
        return { status: 201, json: store.add(text) };
      },
    },
    {
      method: 'DELETE',
      pattern: /^\/api\/notes\/(?<id>[1-9]\d{0,14})$/,
      handle({ groups: { id } }) {
        if (!store.remove(Number(id))) throw new Refusal(404, 'no such note');
        return { status: 204 };
      },
    },
  ];
}
