const key = new URLSearchParams(location.search).get('key') ?? '';
const KINDS = [
  'chats',
  'chat',
  'message',
  'edited',
  'deleted',
  'action',
  'reaction',
  'draft',
  'pins',
  'topics',
  'keyboard',
  'commands',
  'elsewhere',
  'trouble',
];

/** A request that was refused; `message` is the code of the refusal. */
export class Refused extends Error {}

/** `place` is where somebody looks and acts: `{ person, chat?, topic? }`. */
function toQuery(place) {
  return new URLSearchParams(Object.entries(place).filter(([, value]) => value !== undefined));
}

async function request(path, query = {}, options = {}) {
  const headers = { 'x-playground-key': key };
  const response = await fetch(`/api/${path}?${toQuery(query)}`, { ...options, headers }).catch(
    () => undefined,
  );
  if (!response) throw new Refused('unreachable');
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? 'bad-request');
  return body;
}

/** Does something at a place; resolves with the answer, rejects with a {@link Refused}. */
export function act(path, place, body) {
  return request(path, place, { method: 'POST', body: JSON.stringify(body) });
}

/** Who is here: the bot, and the people one can speak as. */
export function loadSession() {
  return request('session');
}

/** What is not ready yet, in that language, or null. */
export async function loadStatus(language) {
  return (await request('status', { language })).status;
}

/** Messages before one of them, as far back as `to` at least. */
export function loadHistory(place, before, to) {
  return request('history', { ...place, before, to });
}

/** Messages with these words, newest first. */
export async function search(place, words) {
  return (await request('search', { ...place, words })).found;
}

/** What a message showed, oldest first. */
export async function loadVersions(place, message) {
  return (await request('versions', { ...place, message })).versions;
}

/** Ends all trouble of the network panel. */
export function clearTroubles() {
  return request('troubles', {}, { method: 'DELETE' });
}

/** Where a file of the chat can be downloaded. */
export function fileUrl(fileId) {
  return `/api/files/${encodeURIComponent(fileId)}?${new URLSearchParams({ key })}`;
}

/**
 * Sends files together, each `{ file, kind }`; `about` has their `caption` and `replyTo`. Calls
 * `onProgress` with the part that has gone.
 */
export function sendFiles(place, items, about, onProgress) {
  const described = items.map(({ file, kind }) => ({
    name: file.name,
    kind,
    sizeBytes: file.size,
  }));
  const query = { ...place, about: JSON.stringify({ ...about, items: described }) };
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open('POST', `/api/files?${toQuery(query)}`);
    sending.setRequestHeader('x-playground-key', key);
    sending.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total));
    sending.addEventListener('error', () => reject(new Refused('unreachable')));
    sending.addEventListener('load', () => {
      const body = readJson(sending.responseText);
      if (sending.status < 300) resolve(body);
      else reject(new Refused(body.error ?? 'bad-request'));
    });
    sending.send(new Blob(items.map(({ file }) => file)));
  });
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/**
 * Calls `listen(kind, change)` for everything that happens at that place, all it shows first, and
 * again after each break of the connection. The result ends it.
 */
export function followPlace(place, listen, onBreak) {
  const query = toQuery(place);
  query.set('key', key);
  const events = new EventSource(`/api/events?${query}`);
  for (const kind of KINDS)
    events.addEventListener(kind, (event) => listen(kind, JSON.parse(event.data)));
  events.addEventListener('error', () => onBreak(events.readyState === EventSource.CLOSED));
  return () => events.close();
}
