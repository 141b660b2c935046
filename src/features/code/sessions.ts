import { type Conversation, FIRST_SESSION } from '#kernel/conversation.ts';
import { shorten } from '#lib/text.ts';
import type { Json, Store } from '#ports/store/port.ts';

/** One conversation with the agent in a project. */
export interface SessionNote {
  /** Counts from 1; the first one is always there. */
  readonly number: number;
  /** Untrusted text; may be empty. */
  readonly title: string;
  /** Milliseconds since the epoch; absent for the first one. */
  readonly createdAtMs?: number;
  /** The request that made it. */
  readonly madeBy?: string;
}

/** The sessions that one conversation has in a project. */
interface Sessions {
  readonly current: number;
  readonly list: readonly SessionNote[];
}

type Settings = Store['settings'];
type Whose = Pick<Conversation, 'id'>;

/** So many are listed; of more the oldest are forgotten. */
const MOST_SESSIONS = 20;
const TITLE_CHARS = 60;
const FIRST: SessionNote = { number: FIRST_SESSION, title: '' };

/** The number of the session in which the next turn of the conversation lands. */
export async function currentSession(
  settings: Settings,
  whose: Whose,
  project: string,
): Promise<number> {
  return (await readSessions(settings, whose, project)).current;
}

/** All that the conversation has there, and the current one. */
export async function readSessions(
  settings: Settings,
  { id }: Whose,
  project: string,
): Promise<Sessions> {
  const stored = (await settings.get(keyOf(id, project))) as unknown as Sessions | undefined;
  return stored ?? { current: FIRST_SESSION, list: [FIRST] };
}

/** Opens a new one and makes it the current one; the same request again changes nothing. */
export async function openSession(
  settings: Settings,
  whose: Whose,
  project: string,
  made: { readonly title: string; readonly requestId: string; readonly nowMs: number },
): Promise<SessionNote> {
  const { list } = await readSessions(settings, whose, project);
  const known = list.find(({ madeBy }) => madeBy === made.requestId);
  if (known) return known;
  const number = Math.max(...list.map((each) => each.number)) + 1;
  const title = shorten(made.title, TITLE_CHARS);
  const fresh = { number, title, createdAtMs: made.nowMs, madeBy: made.requestId };
  const kept = [...list.filter((each) => each.number !== FIRST_SESSION), fresh];
  const newest = kept.slice(-(MOST_SESSIONS - 1));
  await write(settings, whose, project, { current: number, list: [FIRST, ...newest] });
  return fresh;
}

/** Makes another one the current one; `undefined` when there is no such session. */
export async function resumeSession(
  settings: Settings,
  whose: Whose,
  project: string,
  number: number,
): Promise<SessionNote | undefined> {
  const sessions = await readSessions(settings, whose, project);
  const found = sessions.list.find((each) => each.number === number);
  if (found) await write(settings, whose, project, { ...sessions, current: number });
  return found;
}

function write(settings: Settings, { id }: Whose, project: string, to: Sessions): Promise<void> {
  return settings.set(keyOf(id, project), to as unknown as Json);
}

function keyOf(conversationId: string, project: string): string {
  return `sessions:${conversationId}:${project}`;
}
