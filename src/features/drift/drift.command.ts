import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { handEditCard } from './cards.ts';
import { type DriftPorts, viewOf } from './ports.ts';

/** `/drift`: what nobody agreed on; its buttons bring an edit by hand into force, or take it back. */
export function driftCommand(ports: DriftPorts): Command {
  const { ops } = ports;
  return {
    name: 'drift',
    role: 'owner',
    listed: true,
    async run({ words: [action, head = ''] }, call): Promise<Card | Toast> {
      const { say } = call;
      const drift = await ops.drift();
      if (action === undefined || (drift && head !== drift.head)) {
        return drift ? handEditCard(drift, say) : { text: say('drift-none') };
      }
      if (!drift) return { toast: say('drift-gone') };
      const { requestId, actor } = call;
      const by = { id: actor.id, name: actor.name };
      const operationId = `drift-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-60)}`;
      const change = { by, reason: '', operationId, head };
      if (action === 'restore') {
        const isDone = await ops.restore(change);
        return {
          text: isDone ? say('drift-restored', { actor: plain(actor.name) }) : say('drift-moved'),
        };
      }
      if (action !== 'apply') return { toast: say('dispatch-stale') };
      if (!(await ops.accept(change))) return { text: say('drift-moved') };
      // What should be live elsewhere goes there the way that everything goes.
      const buttons = drift.changed.flatMap(({ project, environment, to }) =>
        to === undefined
          ? []
          : [
              [
                {
                  label: say('drift-deploy', {
                    project,
                    environment,
                    sha: to.revision.slice(0, 7),
                  }),
                  command: 'deploy_of',
                  words: [project, environment, to.revision],
                },
              ],
            ],
      );
      const text = say(buttons.length > 0 ? 'drift-applied-deploy' : 'drift-applied');
      return { text, ...(buttons.length > 0 && { buttons }) };
    },
  };
}

/** [Apply] and [Keep] of an environment in which something else is live than agreed on. */
export function driftLiveCommand(ports: DriftPorts): Command {
  return {
    name: 'drift_live',
    role: 'owner',
    concerns: 'named',
    listed: false,
    async run(
      { words: [project = '', name, action, wantedId, liveId] },
      call,
    ): Promise<Card | Toast | undefined> {
      const { say } = call;
      const environment = (await ports.ops.environments(project)).find(
        (each) => each.name === name,
      );
      const view = environment && (await viewOf(ports, environment));
      const drift = view?.kind === 'drift' ? view.drift : undefined;
      const isSame = drift?.wanted?.id === idOf(wantedId) && drift?.live?.id === idOf(liveId);
      if (!drift || !isSame) return { toast: say('drift-gone') };
      if (action === 'keep' && drift.live) return keep(ports, drift.target, drift.live, call);
      if (action !== 'apply' || !drift.wanted) return { toast: say('dispatch-stale') };
      return apply(ports, drift.target, drift.wanted, drift.live, call);
    },
  };
}

function idOf(word: string | undefined): string | undefined {
  return word === '-' ? undefined : word;
}

/** Agrees to what is live. */
async function keep(
  { ops, now }: DriftPorts,
  target: { readonly project: string; readonly environment: string },
  live: { readonly id: string; readonly sha: string },
  { actor, requestId, say }: Call,
): Promise<Card> {
  const by = { id: actor.id, name: actor.name };
  const operationId = `drift-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-60)}`;
  const desired = {
    revision: live.sha,
    release: live.id,
    requestedBy: by,
    operation: operationId,
    atMs: now(),
  };
  await ops.propose({ by, reason: say('drift-reason-keep'), operationId, ...target, desired });
  const merged = await ops.merge(operationId, by);
  const words = { ...target, sha: live.sha.slice(0, 7) };
  return { text: merged.kind === 'merged' ? say('drift-kept', words) : say('drift-moved') };
}

/** Makes live what was agreed on: the same build where it is still there, else a deploy. */
async function apply(
  { deployers, ops, operations }: DriftPorts,
  target: { readonly project: string; readonly environment: string },
  wanted: { readonly id: string; readonly sha: string },
  live: { readonly id: string; readonly sha: string } | undefined,
  { actor, conversation, requestId, say }: Call,
): Promise<Card | Toast> {
  const { project, environment } = target;
  const settings = (await ops.environments(project)).find(
    ({ name }) => name === environment,
  )?.settings;
  const deployer = settings && deployers.get(settings.deployer);
  const hasRelease = (await deployer?.releases(target))?.some(({ id }) => id === wanted.id);
  if (!hasRelease) {
    const label = say('drift-deploy', { ...target, sha: wanted.sha.slice(0, 7) });
    const deploy = { label, command: 'deploy_of', words: [project, environment, wanted.sha] };
    return {
      text: say('drift-no-release', { ...target, sha: wanted.sha.slice(0, 7) }),
      buttons: [[deploy]],
    };
  }
  await operations.start({
    id: `restore-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-60)}`,
    kind: 'rollback',
    conversationId: conversation.id,
    actorId: actor.id,
    project,
    input: {
      environment,
      releaseId: wanted.id,
      sha: wanted.sha,
      ...(live && { live }),
      actorName: actor.name,
      reason: say('drift-reason-apply'),
      isDrift: true,
    },
  });
  return { toast: say('rollback-started', { sha: wanted.sha.slice(0, 7) }) };
}
