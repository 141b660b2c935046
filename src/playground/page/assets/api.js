const key = new URLSearchParams(location.search).get('key') ?? '';
const KINDS = [
  'chat',
  'message',
  'edited',
  'deleted',
  'action',
  'reaction',
  'commands',
  'elsewhere',
];

/** A request that was refused; `message` is the code of the refusal. */
export class Refused extends Error {}

async function request(path, query, options = {}) {
  const url = `/api/${path}?${new URLSearchParams(query)}`;
  const headers = { 'x-playground-key': key };
  const response = await fetch(url, { ...options, headers }).catch(() => undefined);
  if (!response) throw new Refused('unreachable');
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? 'bad-request');
  return body;
}

function post(path, person, body) {
  return request(path, { person }, { method: 'POST', body: JSON.stringify(body) });
}

/** Who is here: the bot, and the people one can speak as. */
export function loadSession() {
  return request('session', {});
}

/** What is not ready yet, or null. */
export async function loadStatus() {
  return (await request('status', {})).status;
}

/** Sends a text as that person. */
export function sendText(person, text) {
  return post('messages', person, { text });
}

/** Taps a button and resolves with what the bot answers. */
export function tapButton(person, messageId, label) {
  return post('taps', person, { messageId, label });
}

/** Sends a file as that person. */
export function sendFile(person, file, caption) {
  const query = { person, name: file.name, caption };
  return request('documents', query, { method: 'POST', body: file });
}

/** Changes the language of that person's Telegram; resolves with everybody. */
export async function setLanguage(person, languageCode) {
  return (await post('language', person, { languageCode })).persons;
}

/** Where a file of the chat can be downloaded. */
export function fileUrl(fileId) {
  return `/api/files/${encodeURIComponent(fileId)}?${new URLSearchParams({ key })}`;
}

/**
 * Calls `listen(kind, change)` for everything that happens in that person's chat, the whole chat
 * first, and again after each break of the connection. The result ends it.
 */
export function followChat(person, listen, onBreak) {
  const events = new EventSource(`/api/events?${new URLSearchParams({ person, key })}`);
  for (const kind of KINDS)
    events.addEventListener(kind, (event) => listen(kind, JSON.parse(event.data)));
  events.addEventListener('error', () => onBreak(events.readyState === EventSource.CLOSED));
  return () => events.close();
}
