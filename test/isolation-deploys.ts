import { expect, vi } from 'vitest';
import { openApproval } from '#operations/approval.ts';
import type { DeployerSettings } from '#ports/deployer/port.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import { declaration } from './declaration.ts';
import type { World } from './world.ts';

/** Generous, because the machine may be busy. */
const SOON = { timeout: 20_000 };
const SETTINGS: DeployerSettings = {
  healthTimeoutMs: 1_000,
  readinessDelayMs: 0,
  drainTimeoutMs: 1_000,
  keepReleases: 5,
  variables: {},
};
const COMMANDS: ProjectCommands = { checks: [], start: ['npm', 'start'] };
const ENVIRONMENTS = ['staging', 'production'] as const;

/** Commands of the operator's own: a program, and a built-in one under another name. */
export function declare(world: World): Promise<void> {
  return world.declares({
    'own-tool.yaml': declaration(
      'own-tool',
      'summary: { en: Own }',
      'run: [own]',
      'role: developer',
    ),
    'ship.yaml': declaration('ship', 'command: /deploy'),
  });
}

/**
 * Two releases of `commit` in staging, of which the older one was agreed on; resolves with their ids
 * by the names that attacks use.
 */
export async function release(
  { deployer, ops }: World,
  project: string,
  commit: string,
): Promise<{ readonly release: string; readonly live: string }> {
  const target = { project, environment: 'staging' };
  const ids = { release: `${project}-release`, live: `${project}-live` };
  for (const id of Object.values(ids)) {
    const source = { id, sha: commit, directory: '', commands: COMMANDS };
    await deployer.build(target, source, SETTINGS, AbortSignal.timeout(SOON.timeout));
    await deployer.start(target, id, SETTINGS, AbortSignal.timeout(SOON.timeout));
    await deployer.switch(target, id);
  }
  const by = { id: 7, name: 'Alice' };
  const change = { by, reason: '', operationId: `${project}-agreed` };
  const agreed = { revision: commit, release: ids.release, requestedBy: by, atMs: 1 };
  await ops.propose({
    ...change,
    ...target,
    desired: { ...agreed, operation: change.operationId },
  });
  expect(await ops.merge(change.operationId)).toMatchObject({ kind: 'merged' });
  return ids;
}

/** The deploy of a project that waits for somebody's approval. */
export async function waitingDeploy({ store }: World, project: string): Promise<string> {
  return vi.waitFor(async () => {
    const deploys = (await store.operations.unfinished()).filter(
      (each) => each.kind === 'deploy' && each.project === project,
    );
    const steps = await store.operations.steps(deploys[0]?.id ?? '');
    expect(steps.some((step) => openApproval(step) !== undefined)).toBe(true);
    return deploys[0]?.id ?? '';
  }, SOON);
}

/** What somebody follows in a conversation. */
export async function followOf({ store }: World, conversationId: string): Promise<string> {
  return vi.waitFor(async () => {
    const mine = (await followsOf(store)).find((each) => each.conversationId === conversationId);
    expect(mine).toBeDefined();
    return mine?.id ?? '';
  }, SOON);
}

/** What of a project is deployed, agreed on, held and followed. */
export async function deployedOf({ deployer, ops, store }: World, project: string) {
  const targets = ENVIRONMENTS.map((environment) => ({ project, environment }));
  return {
    environments: await ops.environments(project),
    holds: (await ops.holds(Date.now())).filter((each) => each.project === project),
    releases: await Promise.all(
      targets.map(async (target) => [
        await deployer.releases(target),
        await deployer.status(target),
      ]),
    ),
    follows: (await followsOf(store)).filter((each) => each.project === project),
  };
}

interface Follow {
  readonly id: string;
  readonly conversationId: string;
  readonly project?: string;
}

async function followsOf({ settings }: World['store']): Promise<readonly Follow[]> {
  return ((await settings.get('log-follows')) ?? []) as unknown as readonly Follow[];
}
