import { hasRole } from '#kernel/actor.ts';
import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Hold } from '#ports/ops/port.ts';
import type { Operation } from '#ports/store/port.ts';
import { atSite } from './at-site.ts';
import type { DeployInput } from './deploy.ts';
import { holdOn } from './lock.ts';
import { tellOverride } from './override.ts';
import {
  type DeployOptions,
  liveElsewhere,
  operationId,
  releaseIdOf,
  runningIn,
  short,
  type Site,
} from './ports.ts';
import { elsewhereCard, heldCard } from './result-cards.ts';
import { differenceTo } from './shown.ts';

/** What somebody wants to go live. */
export interface DeployWish {
  /** A project, or a task of one: then what is checked out there is meant. */
  readonly project: string | undefined;
  readonly environment: string | undefined;
  /** Empty: the newest commit. */
  readonly ref: string;
  readonly reason: string;
  /** The hold that an owner breaks. */
  readonly overrides?: string;
  /** The declarative command that was typed wants an approval, whatever the environment says. */
  readonly mustApprove: boolean;
}

/** The newest commit, as a word of a button. */
const NEWEST = '-';
/** The word of buttons that says `mustApprove`. */
const MUST_APPROVE = 'must-approve';

/** `mustApprove` as the last word of a button; none: nothing of the kind. */
function approvalWords({ mustApprove }: Pick<DeployWish, 'mustApprove'>): readonly string[] {
  return mustApprove ? [MUST_APPROVE] : [];
}

/** The same, read from the button. */
export function isMustApprove(word: string | undefined): boolean {
  return word === MUST_APPROVE;
}

/**
 * `/deploy [environment] [ref] [why]`: makes a commit live; without an environment it asks which.
 * And the buttons that name project, environment, commit and whether somebody must be asked.
 */
export function deployCommands(options: DeployOptions): readonly Command[] {
  const role = 'developer';
  return [
    {
      name: 'deploy',
      role,
      concerns: 'current',
      listed: true,
      takesGitOps: true,
      run({ words: [environment, ref = '', ...why] }, call) {
        const { project } = call.conversation;
        const mustApprove = call.gitOps?.requireApproval === true;
        const wish = { project, environment, ref, reason: why.join(' '), mustApprove };
        return beginDeploy(options, wish, call);
      },
    },
    {
      name: 'deploy_of',
      role,
      concerns: 'named',
      listed: false,
      run({ words: [project, environment, word = NEWEST, must] }, call) {
        const ref = word === NEWEST ? '' : word;
        const wish = { project, environment, ref, reason: '', mustApprove: isMustApprove(must) };
        return beginDeploy(options, wish, call);
      },
    },
  ];
}

/** Looks whether it can be, and starts the operation, which tells everything else. */
export function beginDeploy(
  options: DeployOptions,
  wish: DeployWish,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { say } = call;
  const label = (environment: string): string => say('deploy-to', { environment });
  const { project, environment: word, ref } = wish;
  const more = [ref === '' ? NEWEST : ref, ...approvalWords(wish)];
  return atSite(options, { project, word, button: 'deploy_of', more, label }, call, (site) =>
    begin(options, site, wish, call),
  );
}

async function begin(
  options: DeployOptions,
  site: Site,
  wish: DeployWish,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { git, workspace, now, operations } = options;
  const { say, conversation, actor, requestId } = call;
  const { target, environment, deployer } = site;
  const { ref, reason, overrides, mustApprove } = wish;
  const directory = workspace.directory(wish.project ?? target.project);
  const sha = ref === '' ? await git.head(directory) : await git.resolve(directory, ref);
  if (sha === undefined) {
    const words = { ...target, ref: plain(shorten(visible(ref), 80)) };
    return { text: say(ref === '' ? 'deploy-no-commit' : 'deploy-unknown-ref', words) };
  }
  const { live, health } = await deployer.status(target);
  if (live?.sha === sha && health !== 'down') {
    const words = { ...target, sha: short(live.sha), since: { atMs: live.sinceMs } };
    return { text: say('deploy-same', words) };
  }
  const elsewhere = await liveElsewhere(options, site);
  if (elsewhere) return elsewhereCard(elsewhere, site, call);
  const { promoteFrom } = environment.settings;
  if (promoteFrom !== undefined) {
    const first = { project: target.project, environment: promoteFrom };
    const wasLive = await options.ops.wasLive(target.project, promoteFrom, sha);
    // What is on its way there was agreed on, but nobody knows yet how it ends.
    if (!wasLive || (await runningIn(options, first))) {
      return notPromotedCard(site, promoteFrom, { sha, mustApprove }, call);
    }
  }
  const difference = await differenceTo(options, target.project, sha, live);
  return options.inTurn(`${target.project}/${target.environment}`, async () => {
    const id = operationId('deploy', requestId);
    const running = await runningIn(options, target);
    // The same request, handled again after a crash.
    if (running?.id === id) return undefined;
    if (running) return busyCard(running, site, call);
    const hold = await holdOn(options, target, overrides === undefined ? {} : { overrides });
    if (hold) return refusalCard(hold, site, { sha, mustApprove }, call);
    const input: DeployInput = {
      environment: environment.name,
      sha,
      releaseId: releaseIdOf(sha, now()),
      actorName: actor.name,
      reason,
      ...(mustApprove && { mustApprove }),
      ...(overrides !== undefined && { overrides }),
      ...(live && { live: { id: live.id, sha: live.sha, sinceMs: live.sinceMs } }),
      difference,
    };
    if (overrides !== undefined) await tellOverride(options, target, { id, reason, sha, actor });
    await operations.start({
      id,
      kind: 'deploy',
      conversationId: conversation.id,
      actorId: actor.id,
      project: target.project,
      input,
    });
    return undefined;
  });
}

/** What its buttons ask for. */
type Asked = Pick<DeployWish, 'mustApprove'> & { readonly sha: string };

function notPromotedCard({ target }: Site, from: string, asked: Asked, { say }: Call): Card {
  const { sha } = asked;
  const first: Button = {
    label: say('deploy-to', { environment: from }),
    command: 'deploy_of',
    words: [target.project, from, sha, ...approvalWords(asked)],
  };
  const text = say('deploy-not-promoted', { ...target, from, sha: short(sha) });
  return { text, buttons: [[first]] };
}

function busyCard({ input, createdAtMs, kind }: Operation, { target }: Site, { say }: Call): Card {
  const { actorName } = input as { readonly actorName: string };
  const words = { ...target, actor: plain(actorName), since: { atMs: createdAtMs } };
  return { text: say(`deploy-busy-${kind}`, words) };
}

/** Who keeps others away; an owner can break it, loudly. */
function refusalCard(hold: Hold, { target }: Site, asked: Asked, call: Call): Card {
  const { say, actor } = call;
  const card = heldCard(hold, { target, say });
  if (!hasRole(actor, 'owner', target.project)) return card;
  const over: Button = {
    label: say('deploy-over'),
    command: 'deploy_over',
    words: [target.project, target.environment, asked.sha, hold.id, ...approvalWords(asked)],
    style: 'danger',
  };
  return { ...card, buttons: [[over]] };
}
