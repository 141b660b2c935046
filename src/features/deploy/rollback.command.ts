import { hasRole, roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Environment } from '#ports/ops/port.ts';
import type { Operation } from '#ports/store/port.ts';
import { atSite } from './at-site.ts';
import {
  type DeployOptions,
  liveElsewhere,
  operationId,
  runningIn,
  short,
  type Site,
} from './ports.ts';
import { releaseLabel, restorable } from './releases.command.ts';
import { elsewhereCard } from './result-cards.ts';
import type { RollbackInput } from './rollback.ts';
import { differenceTo } from './shown.ts';

/** Releases that a card offers. */
const OFFERED = 8;

/** `/rollback [environment] [release] [why]`, and its buttons. */
export function rollbackCommands(options: DeployOptions): readonly Command[] {
  const rollback = (
    project: string | undefined,
    [word, releaseId, ...why]: readonly string[],
    call: Call,
  ): Promise<Card | Toast | undefined> =>
    atSite(options, { project, word, button: 'rollback_of' }, call, async (site) => {
      const refusal = forbidden(site.environment, call);
      if (refusal) return refusal;
      if (releaseId === undefined) return chooseCard(site, call);
      return confirmCard(options, site, { releaseId, reason: why.join(' ') }, call);
    });

  return [
    {
      name: 'rollback',
      role: 'developer',
      concerns: 'current',
      listed: true,
      run: ({ words }, call) => rollback(call.conversation.project, words, call),
    },
    {
      name: 'rollback_of',
      role: 'developer',
      concerns: 'named',
      listed: false,
      run: ({ words: [project, ...words] }, call) => rollback(project, words, call),
    },
    {
      name: 'rollback_now',
      role: 'developer',
      concerns: 'named',
      listed: false,
      run: ({ words: [project, word, releaseId = '', liveId = '', ...why] }, call) =>
        atSite(options, { project, word, button: 'rollback_of' }, call, (site) =>
          begin(options, site, { releaseId, liveId, reason: why.join(' ') }, call),
        ),
    },
  ];
}

/** Where a deploy needs somebody's approval, going back needs somebody who may give it. */
function forbidden({ project, settings }: Environment, { actor, say }: Call): Card | undefined {
  const needs = settings.approval?.role ?? 'developer';
  if (hasRole(actor, needs, project)) return undefined;
  return { text: say('dispatch-forbidden', { needs, has: roleIn(actor, project) ?? '—' }) };
}

async function chooseCard(site: Site, call: Call): Promise<Card> {
  const { target, deployer } = site;
  const { say } = call;
  const { live } = await deployer.status(target);
  const others = (await restorable(site)).filter(({ id }) => id !== live?.id);
  if (others.length === 0) return { text: say('rollback-none', { ...target }) };
  const buttons = others.slice(0, OFFERED).map((release): readonly Button[] => [
    {
      label: releaseLabel(release, call),
      command: 'rollback_of',
      words: [target.project, target.environment, release.id],
    },
  ]);
  const is = live
    ? say('deploy-now', { sha: short(live.sha), since: { atMs: live.sinceMs } })
    : say('deploy-now-nothing');
  return { text: `${say('rollback-ask', { ...target })}\n${is}`, buttons };
}

async function confirmCard(
  options: DeployOptions,
  site: Site,
  { releaseId, reason }: { readonly releaseId: string; readonly reason: string },
  { say }: Call,
): Promise<Card> {
  const { target, deployer } = site;
  const { live } = await deployer.status(target);
  const release = (await restorable(site)).find(
    ({ id, sha }) => id === releaseId || (releaseId.length >= 7 && sha.startsWith(releaseId)),
  );
  const words = { ...target, release: plain(shorten(visible(releaseId), 60)) };
  if (!release) return { text: say('rollback-unknown', words) };
  if (release.id === live?.id) return { text: say('rollback-live', words) };
  const { behind, ahead } = await differenceTo(options, target.project, release.sha, live);
  const now: Button = {
    label: say('rollback-now', { sha: short(release.sha) }),
    command: 'rollback_now',
    words: [target.project, target.environment, release.id, live?.id ?? '-', reason],
    style: 'danger',
  };
  const text = [
    say('rollback-confirm', {
      ...target,
      sha: short(release.sha),
      at: { atMs: release.builtAtMs },
    }),
    live
      ? say('deploy-now', { sha: short(live.sha), since: { atMs: live.sinceMs } })
      : say('deploy-now-nothing'),
    ...(behind > 0 ? [say('deploy-lost', { behind })] : []),
    ...(ahead > 0 ? [say('rollback-gains', { ahead })] : []),
    say('rollback-data'),
  ];
  return { text: text.join('\n'), buttons: [[now]] };
}

async function begin(
  options: DeployOptions,
  site: Site,
  wanted: { readonly releaseId: string; readonly liveId: string; readonly reason: string },
  call: Call,
): Promise<Card | Toast | undefined> {
  const { target, deployer, environment } = site;
  const { actor, conversation, requestId, say } = call;
  const refusal = forbidden(environment, call);
  if (refusal) return refusal;
  return options.inTurn(`${target.project}/${target.environment}`, async () => {
    const id = operationId('rollback', requestId);
    const running = await runningIn(options, target);
    const { live } = await deployer.status(target);
    if (running?.id !== id) {
      if ((live?.id ?? '-') !== wanted.liveId)
        return { text: say('rollback-moved', { ...target }) };
    }
    const release = (await restorable(site)).find((each) => each.id === wanted.releaseId);
    if (!release) return { toast: say('dispatch-stale') };
    const elsewhere = await liveElsewhere(options, site);
    if (elsewhere) return elsewhereCard(elsewhere, site, call);
    // What can still be stopped gives way: going back is for when things burn.
    if (running && running.id !== id && !(await giveWay(options, running, actor.name))) {
      const { actorName } = running.input as { readonly actorName: string };
      const words = { ...target, actor: plain(actorName), since: { atMs: running.createdAtMs } };
      return { text: say(`deploy-busy-${running.kind}`, words) };
    }
    const input: RollbackInput = {
      environment: target.environment,
      releaseId: release.id,
      sha: release.sha,
      ...(live && { live: { id: live.id, sha: live.sha } }),
      actorName: actor.name,
      reason: wanted.reason,
    };
    const asked = { conversationId: conversation.id, actorId: actor.id, project: target.project };
    await options.operations.start({ id, kind: 'rollback', ...asked, input }, { evenIfFull: true });
    return { toast: say('rollback-started', { sha: short(release.sha) }) };
  });
}

/** Stops a deploy where that is still possible; `false`: it is not. */
async function giveWay(
  { operations }: DeployOptions,
  { id, kind }: Operation,
  by: string,
): Promise<boolean> {
  return kind === 'deploy' && (await operations.cancel(id, by)) === 'canceled';
}
