import { hasRole, type Role, roleIn } from '#kernel/actor.ts';
import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Hold } from '#ports/ops/port.ts';
import { holdLine } from './cards.ts';
import { holdId, type HoldPorts } from './ports.ts';
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
      const { say, conversation } = call;
      const { project } = conversation;
      if (project === undefined || !(await ports.store.projects.get(project)))
        return noProjectCard(call);
      const wanted = await wantedOf(ports, input, call);
      const environments = (await ports.ops.environments(project)).map(({ name }) => name);
      const environment = wanted.names[0]?.toLowerCase();
      if (environment === undefined || !environments.includes(environment)) {
        const buttons = environments.map((name): readonly Button[] => [
          { label: name, command: 'lock', words: [name] },
        ]);
        return { text: say('lock-ask', { project }), buttons };
      }
      return keep(ports, { kind: 'lock', project, environment }, wanted, call);
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
      const { say, conversation, actor } = call;
      const wanted = await wantedOf(ports, input, call);
      const [word = ''] = wanted.names;
      const isAll = /^(?:all|все)$/iu.test(word);
      const found = isAll ? undefined : await ports.store.projects.get(word.toLowerCase());
      const named = found && isShown(call, found.name) ? found : undefined;
      const project = named?.name ?? conversation.project;
      if (!isAll && project === undefined) return noProjectCard(call);
      const needs: Role = isAll ? 'owner' : 'releaser';
      const about = isAll ? undefined : project;
      if (!hasRole(actor, needs, about))
        return { text: say('dispatch-forbidden', { needs, has: roleIn(actor, about) ?? '—' }) };
      // Without quotes, what follows the name is the reason; without a name, all of it.
      const reason = named || isAll ? wanted.reason : wanted.names.join(' ') || wanted.reason;
      const given = input.text.includes('"') ? wanted.reason : reason;
      return keep(
        ports,
        { kind: 'freeze', ...(about !== undefined && { project: about }) },
        { ...wanted, reason: given },
        call,
      );
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
  wanted: Wanted,
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
  const lift: Button = {
    label: say('hold-lift'),
    command: 'unlock_of',
    words: [about.project ?? 'all', id],
    who: 'role',
  };
  return { text: holdLine(hold, say), buttons: [[lift]] };
}
