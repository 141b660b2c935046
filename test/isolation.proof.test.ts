import { afterEach, expect, it } from 'vitest';
import type { MemoryMessage } from '#ports/chat/memory.ts';
import {
  ATTACKS,
  belongings,
  BOUND,
  does,
  ELSEWHERE,
  fill,
  furnish,
  giveRemote,
  keyboardOf,
  leaks,
  PEOPLE,
  type Person,
  says,
  setUp,
  SHARED,
  treeOf,
} from './isolation.ts';
import type { World } from './world.ts';

let world: World;
afterEach(() => world.close());

const PAIRS = [
  { victim: PEOPLE[0], attacker: PEOPLE[1] },
  { victim: PEOPLE[1], attacker: PEOPLE[0] },
] as const;

it.each(PAIRS)(
  'no command of $attacker.name shows or changes what is of $victim.name, in any chat or topic',
  async ({ victim, attacker }) => {
    world = await setUp();
    const things = await furnish(world, victim);
    await giveRemote(world, victim);
    const own = await furnish(world, attacker);
    expect(Object.entries(things).filter(([, value]) => value === '')).toEqual([]);
    const before = await belongings(world, victim);
    const tree = await treeOf(world, victim);
    const found: string[] = [];
    const places = { home: { chatId: attacker.id }, shared: SHARED, elsewhere: ELSEWHERE };
    const bound = { theirs: BOUND[victim.project], own: BOUND[attacker.project] };
    for (const [where, place] of Object.entries({ ...places, ...bound })) {
      for (const template of Object.values(ATTACKS).flat()) {
        const line = fill(template, things, own);
        const seen = countsOf(attacker);
        const reply = await says(world, attacker, place, line);
        const shown = [reply.card, reply.toast, since(attacker, seen)];
        const leaked = leaks(victim, things, line, shown);
        if (leaked.length > 0) found.push(`${where}: ${line} shows ${leaked.join(', ')}`);
        const after = await belongings(world, victim);
        if (after !== before) {
          const at = Array.from(after).findIndex((each, index) => each !== before[index]);
          found.push(`${where}: ${line} changes ${after.slice(Math.max(0, at - 80), at + 80)}`);
          throw new Error(found.join('\n'));
        }
        // A place that nobody had bound may be bound by who may work in a project.
        if (where === 'shared' || where === 'elsewhere') await world.store.topics.unbind(place);
      }
    }
    expect(found).toEqual([]);
    expect(await treeOf(world, victim)).toEqual(tree);
    expect(versionsOf(attacker)).toBeGreaterThan(10);
  },
  120_000,
);

/** What shows buttons, each for the project of the one who asks. */
const TAPPED = [
  '/approvals',
  '/projects',
  '/settings',
  '/topic',
  '/start',
  '/status',
  '/project',
  '/remote',
  '/branch',
  '/diff',
  '/history',
  '/undo',
  '/review',
  '/session list',
  '/model',
  '/test none',
  '/logs',
  '/logs staging',
  '/fix',
  '/pr 1',
  '/files',
  '/releases',
  '/releases staging',
  '/rollback',
  '/rollback staging',
  '/deploy',
  '/unlock',
];

it.each(PAIRS)(
  'no button of $victim.name works for $attacker.name, in the chat where it stands or in another',
  async ({ victim, attacker }) => {
    world = await setUp();
    const things = await furnish(world, victim);
    await giveRemote(world, victim);
    await furnish(world, attacker);
    ids.clear();
    for (const line of TAPPED) {
      const { card } = await says(world, victim, SHARED, line);
      if (card) await show(victim, card.buttons ?? []);
    }
    for (const { card } of messagesOf(victim)) await show(victim, card.buttons ?? []);
    const before = await belongings(world, victim);
    expect(ids.size).toBeGreaterThan(60);
    const found: string[] = [];
    for (const [id, label] of ids) {
      for (const place of [SHARED, ELSEWHERE, { chatId: attacker.id }, BOUND[victim.project]]) {
        const seen = countsOf(attacker);
        const reply = await does(world, attacker, place, { buttonId: id });
        const shown = [reply.card, reply.toast, since(attacker, seen)];
        const leaked = leaks(victim, things, label, shown);
        if (leaked.length > 0) found.push(`${label} shows ${leaked.join(', ')}`);
        if ((await belongings(world, victim)) !== before) found.push(`${label} works`);
      }
      expect(found).toEqual([]);
    }
  },
  120_000,
);

const messagesOf = ({ id }: Person): readonly MemoryMessage[] =>
  world.messages.filter((each) => each.conversationId.endsWith(`:${id}`));

/** All that a person was shown since: cards and their newest state. */
const versionsOf = (person: Person): number =>
  messagesOf(person).reduce((sum, { versions }) => sum + versions.length, 0);

/** How many versions of each message there are. */
const countsOf = (person: Person) => messagesOf(person).map(({ versions }) => versions.length);

/** What was posted or edited after `counts`. */
const since = (person: Person, counts: readonly number[]) =>
  messagesOf(person).flatMap(({ versions }, index) => versions.slice(counts[index] ?? 0));

/** Labels by id of the buttons that Telegram would show: for one person, and for everybody. */
const ids = new Map<string, string>();

async function show(victim: Person, rows: NonNullable<MemoryMessage['card']['buttons']>) {
  // Those that change only the one who taps are no secret of anybody.
  const risky = rows.flat().filter(({ command }) => !['setting', 'rich'].includes(command));
  for (const who of ['asker', 'role'] as const) {
    const each = risky.map((button) => ({ ...button, who }));
    const shown = await keyboardOf(world, victim, `${who}${ids.size}`, each);
    for (const [id, label] of shown) ids.set(id, label);
  }
}
