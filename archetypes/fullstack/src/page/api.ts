import type { Note } from './note.ts';

/** The server as the page sees it. Each call rejects with words for the person. */
export interface Api {
  list(): Promise<readonly Note[]>;
  add(text: string): Promise<Note>;
  remove(id: number): Promise<void>;
}

/** Talks to the server at `origin`; the page's own server when it is empty. */
export function connect(origin = ''): Api {
  const call = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${origin}/api/notes${path}`, {
      method,
      ...(body && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    }).catch(() => {
      throw new Error('The server cannot be reached.');
    });
    if (response.ok) return response;
    const { error } = (await response.json().catch(() => ({}))) as { error?: string };
    throw new Error(error ?? `The server answered ${response.status}.`);
  };
  return {
    list: async () => (await call('GET', '')).json(),
    add: async (text) => (await call('POST', '', { text })).json(),
    remove: async (id) => void (await call('DELETE', `/${id}`)),
  };
}
