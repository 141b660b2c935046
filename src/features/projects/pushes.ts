import { isTask } from '#kernel/project.ts';
import type { Operations } from '#operations/operations.ts';
import type { Operation } from '#ports/store/port.ts';
import { type LastPush, lastPushKey, type PushInput, type RemotePorts } from './push.ts';

/** Starts a push whenever something of a project has ended with commits that are only here. */
export interface Pushes {
  /** Pushes what an earlier run of the bot committed and did not come to push. */
  catchUp(): Promise<void>;
}

/** Ended operations of a project that are looked at for somebody to tell about a late push. */
const RECENT = 10;

export function createPushes({
  operations,
  ...ports
}: Pick<RemotePorts, 'git' | 'store' | 'workspace' | 'log'> & {
  readonly operations: Operations;
}): Pushes {
  const { git, store, workspace, log } = ports;

  const isWanted = async (project: string, branch?: string): Promise<boolean> => {
    // The branch of a task stays here until it is merged.
    if (isTask(project) || !(await store.projects.get(project))) return false;
    const directory = workspace.directory(project);
    const standing = await git.standing(directory, branch);
    // That one is pushed anyhow.
    if (branch !== undefined && (await git.standing(directory))?.branch === branch) return false;
    if (standing?.head === undefined || (standing.there !== undefined && standing.ahead === 0))
      return false;
    const last = (await store.settings.get(
      lastPushKey(project, branch),
    )) as unknown as LastPush | null;
    // What was refused once is not tried again by itself: somebody has been told.
    return last?.sha !== standing.head;
  };

  const consider = async (operation: Operation): Promise<void> => {
    const { id, project, conversationId, actorId, kind } = operation;
    if (project === undefined || kind === 'push') return;
    const base = { kind: 'push', conversationId, actorId, project };
    const start = (of: string, input: PushInput) =>
      operations.start({ ...base, id: `push-${of}`, input }, { evenIfFull: true });
    if (await isWanted(project)) await start(id, null);
    const branch = mergedInto(operation);
    if (branch !== undefined && (await isWanted(project, branch)))
      await start(`${id}-merged`, { branch });
  };

  operations.listen(async (event) => {
    if (event.kind !== 'state') return;
    const { state } = event.operation;
    if (state === 'done' || state === 'failed' || state === 'canceled')
      await consider(event.operation);
  });

  return {
    async catchUp() {
      for (const { name } of await store.projects.list()) {
        const recent = await store.operations.recent({ project: name, limit: RECENT });
        const last = recent.find(({ kind, state }) => kind !== 'push' && isEnded(state));
        if (!last) continue;
        await consider(last).catch((error: unknown) =>
          log('a push could not be taken up', { project: name, error }),
        );
      }
    },
  };
}

/** An operation that committed to a branch which may not be checked out names it in its result. */
function mergedInto({ result }: Operation): string | undefined {
  const { branch } = (result ?? {}) as { readonly branch?: unknown };
  return typeof branch === 'string' ? branch : undefined;
}

function isEnded(state: Operation['state']): boolean {
  return state === 'done' || state === 'failed' || state === 'canceled';
}
