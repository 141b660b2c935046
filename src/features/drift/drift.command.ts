import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import type { Person } from '#ports/ops/port.ts';
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
      const { say, actor, requestId } = call;
      const operationId = operationIdOf('drift', requestId);
      const change = { by: personOf(actor), reason: '', operationId, head };
      // The same request, handled again after a crash behind `accept`: nothing is left to apply.
      const known = action === 'apply' ? await applying(ports, operationId) : undefined;
      if (known && (await ops.accept(change))) return appliedCard(known, say);
      const drift = await ops.drift();
      if (action === undefined || (drift && head !== drift.head)) {
        return drift ? handEditCard(drift, say) : { text: say('drift-none') };
      }
      if (!drift) return { toast: say('drift-gone') };
      if (action === 'restore') {
        const isDone = await ops.restore(change);
        return {
          text: isDone ? say('drift-restored', { actor: plain(actor.name) }) : say('drift-moved'),
        };
      }
      if (action !== 'apply') return { toast: say('dispatch-stale') };
      const deploys = drift.changed.flatMap(({ project, environment, to }) =>
        to === undefined ? [] : [{ project, environment, sha: to.revision }],
      );
      await ports.store.settings.set(APPLYING, { operationId, deploys });
      return (await ops.accept(change)) ? appliedCard(deploys, say) : { text: say('drift-moved') };
    },
  };
}

/** The setting that holds which edit is being applied, and what has to be deployed then. */
const APPLYING = 'drift-applying';

type Deploys = readonly {
  readonly project: string;
  readonly environment: string;
  readonly sha: string;
}[];

/** What has to be deployed once that operation has applied an edit; `undefined`: it is not at it. */
async function applying(
  { store }: Pick<DriftPorts, 'store'>,
  operationId: string,
): Promise<Deploys | undefined> {
  const kept = (await store.settings.get(APPLYING)) as
    | { readonly operationId: string; readonly deploys: Deploys }
    | undefined;
  return kept?.operationId === operationId ? kept.deploys : undefined;
}

/** What should be live elsewhere goes there the way that everything goes. */
function appliedCard(deploys: Deploys, say: Call['say']): Card {
  if (deploys.length === 0) return { text: say('drift-applied') };
  const buttons = deploys.map(({ project, environment, sha }) => [
    {
      label: say('drift-deploy', { project, environment, sha: sha.slice(0, 7) }),
      command: 'deploy_of',
      words: [project, environment, sha],
    },
  ]);
  return { text: say('drift-applied-deploy'), buttons };
}

/** [Apply] and [Keep] of an environment in which something else is live than agreed on. */
export function driftLiveCommand(ports: DriftPorts): Command {
  return {
    name: 'drift_live',
    role: 'owner',
    concerns: 'named',
    listed: false,
    async run(
      { words: [project = '', name = '', action, wantedId, liveId] },
      call,
    ): Promise<Card | Toast | undefined> {
      const { say } = call;
      if (!(await ports.store.projects.get(project))) return noProjectCard(call);
      const environment = await environmentOf(ports.ops, { project, environment: name });
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

/** An operation's id, from the request that asked for it. */
function operationIdOf(kind: string, requestId: string): string {
  return `${kind}-${requestId.replaceAll(/[^\w]+/gu, '-').slice(-60)}`;
}

/** Who asks, as the ops repository names them. */
function personOf({ id, name }: Call['actor']): Person {
  return { id, name };
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
  const by = personOf(actor);
  const operationId = operationIdOf('drift', requestId);
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
  const settings = (await environmentOf(ops, target))?.settings;
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
  await operations.start(
    {
      id: operationIdOf('restore', requestId),
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
    },
    { evenIfFull: true },
  );
  return { toast: say('rollback-started', { sha: wanted.sha.slice(0, 7) }) };
}
