import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { conversationId } from '#kernel/conversation.ts';
import { openApproval } from '#operations/approval.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { Step } from '#ports/store/port.ts';
import type { World } from './world.ts';

/** An owner, who has made everything. */
export const ALICE = { id: 7, name: 'Alice' };
/** Both projects there are; one is the current one while a line is about the other. */
export const PROJECTS = ['shop', 'blog'] as const;
/** One of them. */
export type Project = (typeof PROJECTS)[number];

/** An operation that waits for a releaser. */
const asking: OperationKind = {
  title: 'Asks.',
  steps: { 'approval:gate': 'Asks.' },
  async run(run) {
    await run.approval({
      id: 'gate',
      title: 'gate',
      bound: { environment: 'production' },
      mayDecide: { role: 'releaser' },
      untilMs: Date.now() + 3_600_000,
    });
    return { state: 'done' };
  },
};

const isOpen = (step: Step): boolean => openApproval(step) !== undefined;

/** Two projects with all that rows are about. */
export async function furnishMatrix(world: World, declared: Readonly<Record<string, string>>) {
  const { store, ops, git, workspace, operations } = world;
  let changes = 0;
  const change = () => ({ by: ALICE, reason: '', operationId: `roles-${(changes += 1)}` });
  operations.register('asking', asking);
  await world.says(ALICE.id, '/start');
  for (const name of PROJECTS) {
    await store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE.id });
    const tree = workspace.directory(name);
    await mkdir(tree, { recursive: true });
    await git.init(tree);
    await store.operations.add({
      id: `turn-${name}`,
      kind: 'turn',
      state: 'done',
      conversationId: '',
      actorId: ALICE.id,
      project: name,
      input: null,
      createdAtMs: 1,
      updatedAtMs: 1,
    });
  }
  await world.declares(declared);

  /** What somebody has lifted is there again. */
  const hold = async (id: string, about: object): Promise<string> => {
    if (!(await ops.holds(Date.now())).some((each) => each.id === id)) {
      const kept = { id, kind: 'lock', by: ALICE, reason: '', sinceMs: 1, ...about } as const;
      await ops.hold({ ...change(), hold: kept });
    }
    return id;
  };
  /** What somebody has approved is asked again. */
  const approval = async (project: Project): Promise<string> => {
    /** What waits for its turn asks nothing yet. */
    const open = async (): Promise<string | undefined> => {
      for (const each of await store.operations.unfinished()) {
        if (each.kind !== 'asking' || each.project !== project) continue;
        if ((await store.operations.steps(each.id)).some(isOpen)) return each.id;
      }
      return undefined;
    };
    const known = await open();
    if (known !== undefined) return known;
    const id = `asking-${(changes += 1)}`;
    const conversation = conversationId({ chatId: ALICE.id }, ALICE.id);
    const base = { conversationId: conversation, actorId: ALICE.id, project, input: null };
    await operations.start({ id, kind: 'asking', ...base });
    const untilMs = Date.now() + 20_000;
    while ((await open()) !== id) {
      if (Date.now() > untilMs) throw new Error(`${id} does not ask`);
      await sleep(1);
    }
    return id;
  };

  return {
    /** The line with names in place of the braces; all that it is about is there. */
    async fill(line: string, project: Project): Promise<string> {
      const things: Record<string, () => Promise<string>> = {
        hold: () => hold(`lock-${project}`, { project, environment: 'staging' }),
        freeze: () => hold('freeze-all', { kind: 'freeze' }),
        approval: () => approval(project),
        project: async () => project,
        operation: async () => `turn-${project}`,
      };
      if (line === '/unlock staging') await things['hold']?.();
      if (line.startsWith('/approve_production')) await things['approval']?.();
      let filled = line;
      for (const [, name = ''] of line.matchAll(/\{(\w+)\}/gu))
        filled = filled.replace(`{${name}}`, (await things[name]?.()) ?? '');
      return filled;
    },
  };
}
