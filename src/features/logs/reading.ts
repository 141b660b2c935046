import { type Actor, hasRole } from '#kernel/actor.ts';
import type { Card, Toast } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import type { Masker } from '#lib/mask/masker.ts';
import { chosenLines } from './lines.ts';
import type { LogSource, LogSources } from './source.ts';
import { type LogWish, MOST_LINES } from './wish.ts';

/** More than a key in a file has: with its first line before it, one that is cut is known for one. */
export const LINES_BEFORE = 200;

/** Lines somebody may read, and where they come from. */
export interface Reading {
  /** Absent: of the bot or its gateway. */
  readonly project?: string;
  readonly wish: LogWish;
  readonly source: LogSource;
}

/** The source that a wish means, or what to say instead. */
export async function sourceOf(
  sources: LogSources,
  project: string,
  wish: LogWish,
  {
    actor,
    conversation,
    say,
  }: { readonly actor: Actor; readonly conversation: Conversation; readonly say: Say },
): Promise<Reading | { readonly refusal: Card | Toast }> {
  const { system, environment = '' } = wish;
  if (system) {
    if (!hasRole(actor, 'owner')) {
      return { refusal: { toast: say('dispatch-forbidden', { needs: 'owner', has: actor.role }) } };
    }
    // It tells of every project, and who reads along in a group may see one.
    if (conversation.chatId < 0) return { refusal: { toast: say('dispatch-private-only') } };
    const source = sources.system(system);
    if (!source)
      return { refusal: { text: say('logs-none-here', { system: say(`logs-${system}`) }) } };
    return { wish, source };
  }
  const source = await sources.logsOf(project, environment);
  if (!source) return { refusal: { text: say('logs-no-deployer', { project, environment }) } };
  return { project, wish, source };
}

/** What a wish means of what there is now; where it chooses, it chooses from all that is kept. */
export async function readLines(
  { source, wish }: Reading,
  masker: Pick<Masker, 'mask'>,
): Promise<readonly string[]> {
  const { service, level, search, lines: most } = wish;
  const wanted = level === undefined && search === undefined ? most : MOST_LINES;
  const lines = wanted + LINES_BEFORE;
  return chosenLines(await source.logs({ lines, ...(service && { service }) }), wish, masker);
}
