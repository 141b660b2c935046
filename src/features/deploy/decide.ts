import { plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import { conversationId } from '#kernel/conversation.ts';
import { Canceled, type OperationRun } from '#operations/kind.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import type { Environment, EnvironmentSettings, Person } from '#ports/ops/port.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import { holdersOf } from '#ports/store/role-holders.ts';
import { type DeployPorts, type ReleaseTask, short } from './ports.ts';
import { expectName, forgetName } from './expected-name.ts';
import { holdOn } from './lock.ts';

/** The approval's id: `/approve_production` and buttons name it. */
const APPROVAL = 'release';
/** The signal of a person who wrote the project's name. */
export const CONFIRMED = 'confirmed';

/** How long the project's own wish to be asked about waits, where the environment says nothing. */
const OWN_POLICY = {
  role: 'releaser',
  expiresMs: 24 * 3_600_000,
  remindBeforeMs: 3_600_000,
} as const;

/**
 * Whether somebody is asked: the project, or the command that was typed, may want it where the
 * environment does not, never less.
 */
export function approvalFor(
  { name, settings }: Environment,
  { approvals = [] }: ProjectCommands,
  mustApprove = false,
): EnvironmentSettings['approval'] {
  return settings.approval ?? (mustApprove || approvals.includes(name) ? OWN_POLICY : undefined);
}

/** How people decided. */
export type Decision =
  | { readonly kind: 'approved'; readonly by?: Person }
  | { readonly kind: 'denied'; readonly by: Person }
  | { readonly kind: 'expired' }
  | { readonly kind: 'outdated'; readonly reason: string };

/** What is decided about: who has looked at it can say no more than this. */
export interface Shown {
  /** What was live when it was shown; absent: nothing. */
  readonly liveRelease?: string;
  /** Which checks passed at exactly that commit. */
  readonly checks: string;
  /** Markdown: what goes live and what is there. */
  readonly details: string;
}

/**
 * Asks people where the environment, or the project itself, wants it: somebody else once two people
 * can release, before that the one who asked writes the project's name.
 */
export async function decide(
  ports: DeployPorts,
  run: OperationRun,
  task: ReleaseTask,
  {
    shown,
    policy,
    allowance,
  }: {
    readonly shown: Shown;
    readonly policy: NonNullable<EnvironmentSettings['approval']>;
    readonly allowance: { readonly overrides?: string };
  },
): Promise<Decision> {
  const { target, say, sha, actor } = task;
  const holders = await run.step('deciders', () =>
    holdersOf(policy.role, target.project, ports.store, ports.ownerIds),
  );
  const untilMs = run.operation.createdAtMs + policy.expiresMs;
  const others = holders.filter((id) => id !== actor.id);
  const { id: operationId } = run.operation;
  const check = () => whyOutdated(ports, task, { shown, policy, ...allowance, operationId });
  if (others.length === 0) return byName(ports, run, task, { shown, untilMs, check });

  const outcome = await run.approval({
    id: APPROVAL,
    title: say('deploy-approval-title', { ...target }),
    details: shown.details,
    bound: {
      project: target.project,
      environment: target.environment,
      sha: short(sha),
      checks: shown.checks,
    },
    mayDecide: { role: policy.role, notRequester: true },
    untilMs,
    remindBeforeMs: policy.remindBeforeMs,
    stillValid: async () => (await check()) ?? true,
    alsoIn: await homesOf(ports, others),
  });
  switch (outcome.kind) {
    case 'approved':
    case 'denied':
      return { kind: outcome.kind, by: outcome.by };
    case 'expired':
      return { kind: 'expired' };
    case 'outdated':
      return { kind: 'outdated', reason: outcome.reason };
  }
}

/** Private chats of those people, where the bot has talked with them. */
async function homesOf(
  { store }: DeployPorts,
  ids: readonly number[],
): Promise<readonly Conversation[]> {
  const homes = ids.map((id) => store.conversations.get(conversationId({ chatId: id }, id)));
  return (await Promise.all(homes)).filter((home) => home !== undefined);
}

/** Nobody else can decide: a slip of the thumb must not be enough. */
async function byName(
  { chat, store, now }: DeployPorts,
  run: OperationRun,
  { target, conversation, say, actor }: ReleaseTask,
  about: { shown: Shown; untilMs: number; check: () => Promise<string | undefined> },
): Promise<Decision> {
  const { id } = run.operation;
  const key = `${id}:confirm`;
  const button = { label: say('deploy-confirm-button'), command: 'deploy_confirm', words: [id] };
  const stop = {
    label: say('deploy-stop'),
    command: 'stop',
    words: [id],
    style: 'danger',
  } as const;
  const until = { atMs: about.untilMs };
  const words = { ...target, until };
  const text = [say('deploy-confirm-ask', words), about.shown.details].join('\n\n');
  await chat.post(conversation, key, { text, buttons: [[button, stop]] });
  await run.step('expect', () => expectName({ store, now }, conversation, id));
  const forget = () => forgetName(store, conversation, id);
  const waited = await run.waitFor(CONFIRMED, { untilMs: about.untilMs }).catch(async (error) => {
    // Whoever goes on later leaves the buttons as they are.
    if (error instanceof Canceled) {
      await forget();
      await chat.close(conversation, key, { text: say('deploy-confirm-stopped', words) });
    }
    throw error;
  });
  await forget();
  if (waited.kind === 'timeout') {
    await chat.close(conversation, key, { text: say('deploy-confirm-late', words) });
    return { kind: 'expired' };
  }
  const reason = await run.step('valid', async () => (await about.check()) ?? null);
  const end = reason === null ? 'deploy-confirm-done' : 'deploy-confirm-outdated';
  const name = plain(actor.name);
  await chat.close(conversation, key, {
    text: say(end, { ...words, actor: name, reason: reason ?? '' }),
  });
  return reason === null ? { kind: 'approved', by: actor } : { kind: 'outdated', reason };
}

/** Why what was shown is not what would happen now. */
async function whyOutdated(
  ports: DeployPorts,
  task: ReleaseTask,
  about: {
    readonly shown: Shown;
    readonly policy: NonNullable<EnvironmentSettings['approval']>;
    readonly operationId: string;
    readonly overrides?: string;
  },
): Promise<string | undefined> {
  const { say, target, deployer } = task;
  const { live } = await deployer.status(target);
  if (live?.id !== about.shown.liveRelease) return say('deploy-outdated-live');
  const hold = await holdOn(ports, target, about);
  if (hold) return say('deploy-outdated-hold', { actor: plain(hold.by.name) });
  const directory = ports.workspace.directory(target.project);
  if ((await ports.git.resolve(directory, task.sha)) !== task.sha)
    return say('deploy-outdated-sha');
  return otherSettings(ports, task, about.policy);
}

/**
 * Why the environment is not the one any more for which it was planned whom to ask: `policy`, or
 * nobody. Another role than was asked does not count.
 */
export async function otherSettings(
  { ops }: Pick<DeployPorts, 'ops'>,
  { say, target, deployer }: ReleaseTask,
  policy?: NonNullable<EnvironmentSettings['approval']>,
): Promise<string | undefined> {
  const settings = (await environmentOf(ops, target))?.settings;
  const { approval } = settings ?? {};
  const isSame =
    settings?.deployer === deployer.kind && (!approval || approval.role === policy?.role);
  return isSame ? undefined : say('deploy-outdated-settings');
}
