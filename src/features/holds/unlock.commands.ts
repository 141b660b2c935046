import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Hold } from '#ports/ops/port.ts';
import { holdLine } from './cards.ts';
import { holdId, type HoldPorts, isOfRunning, mayLift } from './ports.ts';

const SHOWN = 10;

/** `/unlock [environment]`: lifts what holds it, or shows what is held. */
export function unlockCommand(ports: HoldPorts): Command {
  return {
    name: 'unlock',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run({ words: [word] }, call) {
      const { conversation, say } = call;
      const all = await liftable(ports, call);
      const named = all.filter(
        ({ project, environment, id }) =>
          id === word || (project === conversation.project && environment === word?.toLowerCase()),
      );
      const [only] = named;
      if (only && named.length === 1 && mayLift(only, call)) return lift(ports, only, call);
      const listed = word === undefined || named.length === 0 ? all : named;
      if (listed.length === 0) return { text: say('unlock-none') };
      const unknown = word !== undefined && named.length === 0;
      const head = unknown
        ? say('unlock-unknown', { word: plain(shorten(visible(word), 40)) })
        : say('unlock-title');
      return listCard(head, listed, call);
    },
  };
}

/** [Lift] of one. */
export function unlockOfCommand(ports: HoldPorts): Command {
  return {
    name: 'unlock_of',
    role: 'viewer',
    // The first word names a project, or `all`.
    concerns: 'bot',
    listed: false,
    async run({ words: [, id] }, call): Promise<Card | Toast> {
      const { say } = call;
      const hold = (await ports.ops.holds(ports.now())).find((each) => each.id === id);
      const isSeen = hold && (hold.project === undefined || isShown(call, hold.project));
      if (!isSeen) return { toast: say('unlock-gone') };
      if (await isOfRunning(hold, ports)) return { toast: say('unlock-running') };
      if (!mayLift(hold, call)) return { toast: say('unlock-not-yours') };
      return lift(ports, hold, call);
    },
  };
}

/** What the person may see, but for what ends by itself with its operation. */
async function liftable(ports: HoldPorts, call: Call): Promise<readonly Hold[]> {
  const all = await ports.ops.holds(ports.now());
  const seen = all.filter(({ project }) => project === undefined || isShown(call, project));
  const running = await Promise.all(seen.map((hold) => isOfRunning(hold, ports)));
  return seen.filter((_, index) => !running[index]);
}

async function lift(
  { ops }: HoldPorts,
  hold: Hold,
  { actor, requestId, say }: Call,
): Promise<Card> {
  const by = { id: actor.id, name: actor.name };
  const isLifted = await ops.lift({
    by,
    reason: '',
    operationId: `lift-${holdId(requestId)}`,
    holdId: hold.id,
  });
  const words = { hold: holdLine(hold, say), actor: plain(actor.name) };
  return { text: isLifted ? say('unlock-done', words) : say('unlock-gone') };
}

function listCard(head: string, holds: readonly Hold[], call: Call): Card {
  const { say } = call;
  const rows = holds.slice(0, SHOWN).map((hold) => `- ${holdLine(hold, say)}`);
  const buttons = holds
    .slice(0, SHOWN)
    .filter((hold) => mayLift(hold, call))
    .map(({ id, project, environment, reason }): readonly Button[] => {
      const place = [project ?? say('hold-everything'), environment ?? ''].join(' ').trim();
      const label = say('hold-lift-one', {
        place: shorten(`${place} ${visible(reason)}`.trim(), 40),
      });
      return [{ label, command: 'unlock_of', words: [project ?? 'all', id] }];
    });
  const text = [head, rows.join('\n')].join('\n\n');
  return { text, ...(buttons.length > 0 && { buttons }) };
}
