import { hasRole, type Role, roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { operationOfLock } from '#ports/ops/holding.ts';
import type { Hold } from '#ports/ops/port.ts';
import { holdLine, liftButton } from './cards.ts';
import { holdId, type HoldPorts, mayLift } from './ports.ts';
import { placeOf } from './place.ts';
import { toWanted, type Wanted } from './wanted.ts';

const REASON_CHARS = 300;
/** Beyond this a slip of the finger is more likely than a wish. */
const LONGEST_MS = 366 * 86_400_000;

/** `/lock environment ["why"] [2h]`: nobody deploys there for a while. */
export function lockCommand(ports: HoldPorts): Command {
  return {
    name: 'lock',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run(input, call) {
      const { say, conversation, requestId } = call;
      const { project } = conversation;
      if (project === undefined || !(await ports.store.projects.get(project)))
        return noProjectCard(call);
      const wanted = await wantedOf(ports, input, call);
      const environments = (await ports.ops.environments(project)).map(({ name }) => name);
      const [word, ...rest] = wanted.names;
      const environment = word?.toLowerCase();
      if (environment === undefined || !environments.includes(environment)) {
        const buttons = environments.map((name): readonly Button[] => [
          { label: name, command: 'lock', words: [name] },
        ]);
        return { text: say('lock-ask', { project }), buttons };
      }
      const known = (await ports.ops.holds(ports.now())).find(
        (hold) =>
          hold.kind === 'lock' &&
          hold.project === project &&
          hold.environment === environment &&
          operationOfLock(hold.id) === undefined &&
          // The same request, handled again after a crash.
          hold.id !== holdId(requestId),
      );
      if (known) {
        const text = say('lock-already', { hold: holdLine(known, say) });
        return { text, ...(mayLift(known, call) && { buttons: [[liftButton(known, say)]] }) };
      }
      const about = { kind: 'lock', project, environment } as const;
      return keep(ports, about, { ...wanted, reason: wanted.quoted ?? rest.join(' ') }, call);
    },
  };
}

/** `/freeze [project|all] [environment] [until Monday 09:00] ["why"]`: nobody deploys there. */
export function freezeCommand(ports: HoldPorts): Command {
  return {
    name: 'freeze',
    role: 'viewer',
    // The project may be named; whose role counts is decided where that is known.
    concerns: 'bot',
    listed: true,
    async run(input, call) {
      const { say, actor } = call;
      const wanted = await wantedOf(ports, input, call);
      const place = await placeOf(ports, wanted, call);
      if (place.kind === 'unclear') return place.card;
      const { project, environment, reason } = place;
      const needs: Role = project === undefined ? 'owner' : 'releaser';
      if (!hasRole(actor, needs, project))
        return { text: say('dispatch-forbidden', { needs, has: roleIn(actor, project) ?? '—' }) };
      const about = {
        kind: 'freeze',
        ...(project !== undefined && { project }),
        ...(environment !== undefined && { environment }),
      } as const;
      return keep(ports, about, { ...wanted, reason }, call);
    },
  };
}

async function wantedOf(
  { store, now }: HoldPorts,
  { text }: Words,
  { actor }: Call,
): Promise<Wanted> {
  const { utcOffsetMinutes = 0 } = (await store.preferences.get(actor.id)) ?? {};
  return toWanted(text, now(), utcOffsetMinutes);
}

async function keep(
  { ops, now }: HoldPorts,
  about: Pick<Hold, 'kind' | 'project' | 'environment'>,
  wanted: Wanted & { readonly reason: string },
  { actor, requestId, say }: Call,
): Promise<Card> {
  if (wanted.badMoment !== undefined) {
    const moment = plain(shorten(visible(wanted.badMoment), 60));
    return { text: say('hold-bad-moment', { moment }) };
  }
  const sinceMs = now();
  if ((wanted.untilMs ?? sinceMs) - sinceMs > LONGEST_MS) return { text: say('hold-too-long') };
  const id = holdId(requestId);
  const by = { id: actor.id, name: actor.name };
  const reason = shorten(wanted.reason, REASON_CHARS);
  const { untilMs } = wanted;
  const hold: Hold = {
    id,
    ...about,
    by,
    reason,
    sinceMs,
    ...(untilMs !== undefined && { untilMs }),
  };
  await ops.hold({ by, reason, operationId: id, hold });
  return { text: holdLine(hold, say), buttons: [[liftButton(hold, say)]] };
}
