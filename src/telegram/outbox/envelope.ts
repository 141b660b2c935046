import type { Json, OutboxEntry } from '#ports/store/port.ts';

/** Parameters of a Bot API call. */
export type Body = Readonly<Record<string, Json>>;

/** What an entry's payload holds. The chat is the entry's: a group may move. */
export interface Envelope {
  readonly body: Body;
  /** Telegram user id of the one whose request it belongs to: people of one chat are served in turn. */
  readonly forId?: number;
  /** Added to a message that Telegram may have got before. */
  readonly mark?: string;
  /** Added when the message's topic is gone and it goes to the chat itself. */
  readonly topicLost?: string;
  /** Key of the entry whose message this edits. */
  readonly edits?: string;
  /** Of an edit: what a send needs on top of `body`, when that message never went out. */
  readonly instead?: Body;
  /** Of an edit: it is not worth a message of its own; nothing goes when that one never went out. */
  readonly inPlaceOnly?: true;
  /** The text that goes instead of a file that never gets through. */
  readonly fileLost?: string;
  /** What goes instead when the chat takes no rich message: the first in place of this entry. */
  readonly plainly?: readonly Alternative[];
  /** Base64, because the store keeps JSON. */
  readonly file?: { readonly name: string; readonly base64: string };
}

/** An entry that may take the place of another. */
export interface Alternative {
  readonly key: string;
  readonly method: string;
  readonly envelope: Envelope;
}

/** An entry whose payload is `envelope`. */
export function toEntry(entry: Omit<OutboxEntry, 'payload'>, envelope: Envelope): OutboxEntry {
  return { ...entry, payload: envelope as unknown as Json };
}

/** Whether a payload is one of ours; that of another version may not be. */
export function isEnvelope(payload: Json): boolean {
  const body = (payload as { body?: unknown } | null)?.body;
  return typeof body === 'object' && body !== null;
}

/** The envelope that `toEntry` put in. */
export function envelopeOf(entry: { readonly payload: Json }): Envelope {
  return entry.payload as unknown as Envelope;
}

/** Edits of `entries` that are sent in place of no message; several belong together and all go. */
export function inPlaceOnly(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  const [only] = entries;
  if (!only || entries.length > 1) return entries;
  const envelope = envelopeOf(only);
  if ((envelope.plainly?.length ?? 1) > 1) return entries;
  return [toEntry(only, { ...envelope, inPlaceOnly: true })];
}
