import { ACCESS, type Access, placesTaken, type Stage, STAGES, toAccess } from '#kernel/access.ts';
import type { Button, Card } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import { goesOn } from '#operations/stop-all.ts';
import type { Store } from '#ports/store/port.ts';
import type { People } from './people.ts';

interface Options {
  readonly store: Pick<Store, 'settings'>;
  readonly people: People;
}

const MAX_CAP = 10_000;

/** `/access`: how far the bot is opened; `/access beta 20` changes it at once. */
export function accessCommand({ store, people }: Options): Command {
  return {
    name: 'access',
    role: 'owner',
    concerns: 'bot',
    privateOnly: true,
    listed: true,
    async run({ words: [stageWord, capWord] }, { say, actor, changed }) {
      const before = toAccess(await store.settings.get(ACCESS));
      const all = await people.list();
      const others = placesTaken(all);
      if (stageWord === undefined) return card(before, others, '', say);
      const stage = STAGES.find((each) => each === stageWord.toLowerCase());
      const cap = capWord === undefined ? before.cap : Number(capWord);
      if (!stage || !Number.isInteger(cap) || cap < 0 || cap > MAX_CAP) {
        return { text: say('access-usage') };
      }
      const access: Access = { stage, cap };
      await store.settings.set(ACCESS, { ...access });
      changed?.(before, access);
      const stopped = stage === 'alpha' ? await people.stopForbidden(actor.name) : undefined;
      const count = stopped?.count ?? 0;
      const told = [
        ...(count > 0 ? [say('access-stopped', { stopped: count })] : []),
        ...(stopped ? goesOn(stopped, say) : []),
      ];
      return card(access, others, told.join(' '), say);
    },
  };
}

function card({ stage, cap }: Access, others: number, more: string, say: Say): Card {
  const to = (each: Stage): Button => ({
    label: `${each === stage ? '● ' : ''}${say(`access-stage-${each}`)}`,
    command: 'access',
    words: [each],
  });
  const parts = [say(`access-now-${stage}`, { cap, others }), more, say('access-hint')];
  return {
    text: parts.filter((part) => part !== '').join('\n\n'),
    buttons: [STAGES.map(to)],
  };
}
