import { type Card, plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import { authorOf, BOT } from '#ports/git/author.ts';
import { commitOnce, keepMessage } from './commit.ts';
import { type HeldSecret, type Held, secretsIn, toHeld } from './held.ts';
import { heldLines } from './held-card.ts';
import type { TurnPorts } from './show-turn.ts';
import { forgetWorkers, type Worker, workersIn } from './uncommitted.ts';

/** What keeping works with. */
export type KeepPorts = Pick<
  TurnPorts,
  'chat' | 'git' | 'masker' | 'sayIn' | 'store' | 'workspace'
>;

/** Who comes to a tree in which somebody else's work may lie, and where they are told. */
interface Comer {
  readonly project: string;
  readonly operationId: string;
  readonly actor: Pick<Worker, 'id' | 'name'>;
  readonly conversation: Conversation;
  readonly say: Say;
}

/**
 * Commits what lies in the tree already apart from what comes, under the name of whose work it is,
 * and tells them and who comes. Resolves with the secrets that kept it from that.
 */
export async function keepFound(
  ports: KeepPorts,
  comer: Comer,
  attempt: number,
): Promise<Held | null> {
  const { chat, git, masker, workspace } = ports;
  const { project, conversation, operationId: of } = comer;
  const operationId = `${of}-keep`;
  const workers = await workersIn(ports, project);
  let held: readonly HeldSecret[] = [];
  const kept = await commitOnce(git, {
    directory: workspace.directory(project),
    operationId,
    author: authorOfWork(workers),
    message: keepMessage(operationId, workers),
    attempt,
    mayCommit: (added) => (held = secretsIn(added, masker)).length === 0,
  });
  if (held.length > 0) {
    const card = keptHeldCard(toHeld(held), comer);
    await chat.post(conversation, `${of}:kept`, card);
    return toHeld(held);
  }
  if (kept) {
    await chat.post(conversation, `${of}:kept`, keptCard(kept.sha, workers, comer));
    await tellWorkers(ports, kept.sha, workers, comer);
  }
  // Last: until they are told, it is known whose work it was.
  await forgetWorkers(ports, project);
  return null;
}

/** What several people did together is nobody's alone; the trailers name them. */
function authorOfWork(workers: readonly Worker[]) {
  const [only] = workers;
  if (only && workers.length === 1) return authorOf(only);
  return BOT;
}

/** They may be in another chat, and wonder where their changes went. */
async function tellWorkers(
  { chat, store, sayIn }: KeepPorts,
  sha: string,
  workers: readonly Worker[],
  { project, operationId, actor, conversation: here }: Comer,
): Promise<void> {
  for (const { id, conversationId } of workers) {
    if (id === actor.id || conversationId === here.id) continue;
    const there = await store.conversations.get(conversationId);
    if (!there) continue;
    const words = { sha: sha.slice(0, 7), project, actor: plain(actor.name) };
    const card: Card = { text: sayIn(there.language)('turn-kept-yours', words), ring: false };
    await chat.post(there, `${operationId}:kept:${id}`, card);
  }
}

function keptCard(sha: string, workers: readonly Worker[], { project, say }: Comer): Card {
  const words = { sha: sha.slice(0, 7), project };
  if (workers.length === 0) return { text: say('turn-kept', words), ring: false };
  const people = workers.map(({ name }) => plain(name)).join(', ');
  return { text: say('turn-kept-of', { ...words, people }), ring: false };
}

function keptHeldCard(held: Held, { project, say }: Comer): Card {
  const text = `${say('turn-kept-held', { project })}\n\n${heldLines(held, say)}`;
  return { text, ring: false };
}
