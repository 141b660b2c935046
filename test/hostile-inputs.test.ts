import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { plain } from '#kernel/card.ts';
import { MASK } from '#lib/mask/masker.ts';
import {
  beginnings,
  expectHelp,
  isMade,
  isSlow,
  kindOf,
  namesOf,
  PROJECT,
  RAN,
  readInputs,
  SECRET,
  setUp,
  spread,
  VIEWER,
  WAYS_OUT,
  workplacesOf,
} from './hostile.ts';
import { belongings, fill, PEOPLE, SOON, treeOf } from './isolation.ts';
import { readRoles } from './roles.ts';

const inputs = await readInputs();
const kinds = [...new Set(inputs.map(({ kind }) => kind))];
const roles = await readRoles();
await rm(RAN, { force: true });
const stage = await setUp();
const { world, things } = stage;
const privately = Map.groupBy(
  roles.filter(({ chat }) => chat !== 'group'),
  ({ command }) => command,
);
/** What a viewer may not do in any form, as it is typed. */
const forbidden = [...privately.values()].flatMap((rows) =>
  rows.every(({ cells: [viewer] }) => viewer === 'no') ? rows : [],
);
const trials = spread(world, inputs, things);
afterAll(() => world.close());

const said = () => world.messages.map((each) => each.card.text).join('\n');

it('has at least 200 inputs, no two alike', () => {
  expect(new Set(inputs.map(({ text }) => text)).size).toBe(inputs.length);
  expect(inputs.length).toBeGreaterThanOrEqual(200);
});

it('brings every command to every kind of input, and every input to every kind of command', () => {
  const meetings = ({ name, beginning, input }: (typeof trials)[number]) => [
    `${name} ${input.kind}`,
    `${kindOf(world.commands.get(name) ?? {})} ${input.text}`,
    beginning,
  ];
  const tried = new Set(trials.flatMap(meetings));
  const missing = [...world.commands].flatMap(([name, command]) =>
    [
      ...(isSlow(name) ? [] : kinds.map((kind) => `${name} ${kind}`)),
      ...inputs.map(({ text }) => `${kindOf(command)} ${text}`),
      ...beginnings(name, things),
    ].filter((each) => !tried.has(each)),
  );
  expect(missing).toEqual([]);
});

it('opens no way to what lies beside the projects', async () => {
  const names = namesOf(world).filter((name) => !isSlow(name) || name === 'download_of');
  const before = await stage.outside(PROJECT);
  for (const beginning of names.flatMap((name) => beginnings(name, things))) {
    // They end what others need.
    if (/^\/(?:stop|interrupt)/u.test(beginning)) continue;
    for (const way of WAYS_OUT)
      if (!isMade(beginning, way)) await stage.answers(`${beginning} ${way}`);
  }
  expect(await readFile(path.join(stage.tree, WAYS_OUT[2]), 'utf8')).not.toBe('');
  expect(await stage.outside(PROJECT)).toBe(before);
}, 120_000);

describe.each(namesOf(world))('/%s', (name) => {
  const own = trials.filter((each) => each.name === name);

  it('answers hostile words with help, runs nothing for them and changes nothing outside', async () => {
    const places = workplacesOf(name);
    const before = await stage.outside(...places);
    for (const { beginning, input } of own) {
      if (!isMade(beginning, input.text)) await stage.answers(`${beginning} ${input.text}`);
    }
    expect(await stage.outside(...places)).toBe(before);
    expect(existsSync(RAN)).toBe(false);
  }, 60_000);
});

/** What asks for a text that comes next, by the command and the words that get it. */
const ASKING = [
  '/comment {turn}',
  '/explain',
  '/test write',
  '/ask',
  '/look',
  '/look_around',
  '/new_step CARD from',
  '/new_step CARD name telegram-bot',
  '/project_do {project} rename',
  '/project_do {project} delete',
  '/pr_do orchard comment 1 0123456789012345678901234567890123456789',
  '/pr_do orchard request 1 0123456789012345678901234567890123456789',
  '/deploy_over {project} staging HEAD {hold}',
  '/deploy_confirm {turn}',
].map((line) => fill(line, things, things));

it.each(ASKING)(
  'takes hostile words as the text that %s has asked for',
  async (line) => {
    const before = await stage.outside(PROJECT);
    const slow = isSlow(/\w+/u.exec(line)?.[0] ?? '');
    for (const kind of slow ? kinds.slice(-2) : kinds) {
      const texts = inputs.filter((each) => each.kind === kind).map(({ text }) => text);
      const text = texts[ASKING.indexOf(line) % texts.length] ?? '';
      // What begins so is a command.
      const isText = !text.startsWith('/') && !isMade('/new', text);
      if (isText) await stage.continues(line.replace('CARD', kind), text);
    }
    expect(await stage.outside(PROJECT)).toBe(before);
    expect(existsSync(RAN)).toBe(false);
  },
  60_000,
);

describe.each(kinds)('%s', (kind) => {
  const texts = inputs.filter((each) => each.kind === kind).map(({ text }) => text);

  it('is no command of its own that could do harm', async () => {
    const before = await stage.outside(PROJECT);
    for (const text of texts) await stage.answers(`/${text}`);
    expect(await stage.outside(PROJECT)).toBe(before);
  });

  it('is refused as a button that nobody made', async () => {
    for (const text of texts) {
      const reply = await stage.taps(text);
      expect(reply.toast).toBe('This button is out of date. Ask again.');
    }
  });

  it('gives a viewer nothing that a viewer may not do', async () => {
    const [, bob] = PEOPLE;
    const held = () => world.ops.holds(Date.now());
    const before = [await belongings(world, bob), await treeOf(world, bob), await held()];
    expect(forbidden.map(({ command }) => command)).toEqual(
      expect.arrayContaining(['deploy', 'rollback', 'lock', 'pr_do', 'code', 'secret']),
    );
    for (const [row, { command, line, answer }] of forbidden.entries()) {
      const needs = world.commands.get(command)?.role ?? '';
      const refusal = plain(world.say('dispatch-forbidden', { needs, has: 'viewer' }));
      const whole = fill(line, { ...things, operation: things['turn'] ?? '' }, things);
      // A third: every command meets every kind all the same.
      for (const text of texts.filter((_, at) => at % 3 === row % 3)) {
        for (const beginning of new Set([`/${command}`, whole])) {
          const reply = await stage.writes(`${beginning} ${text}`, VIEWER);
          expectHelp(reply, beginning);
          // Where the command decides itself, hostile words may already be no sense to it.
          if (answer !== undefined) continue;
          expect(`${beginning}: ${reply.card?.text}`).toBe(`${beginning}: ${refusal}`);
        }
      }
    }
    expect([await belongings(world, bob), await treeOf(world, bob), await held()]).toEqual(before);
  }, 60_000);
});

it('goes to the agent as it is, and comes back without secrets', async () => {
  const before = await stage.outside(PROJECT);
  const asked: string[] = [];
  world.gateway.script(async ({ text }) => {
    asked.push(text);
    return `You said: ${text} ${SECRET}`;
  });
  // Each is a turn with its commits; every third kind is enough to see.
  const some = kinds.filter((_kind, at) => at % 3 === 0);
  const chosen = some.map((kind) => `x${inputs.find((each) => each.kind === kind)?.text ?? ''}`);
  for (const text of chosen) await stage.answers(text);
  expect(asked).toEqual(chosen.map((text) => text.trim()));
  expect(said()).toContain(MASK);
  expect(JSON.stringify(world.messages)).not.toContain(SECRET);
  expect(await stage.outside(PROJECT)).toBe(before);
  expect(existsSync(RAN)).toBe(false);
}, 120_000);

it('can be the name of a file that the agent makes, and stays a name', async () => {
  const names = inputs
    .map(({ text }) => text.toWellFormed().replaceAll(/[\0/]/gu, '_'))
    .filter((name) => name !== '.' && name !== '..' && Buffer.byteLength(name) < 200)
    .filter((name) => name.toLowerCase() !== '.git')
    // What was kept with /secret above is a secret in a name too.
    .filter((name) => world.masker.mask(name) === name);
  world.gateway.script(async (run) => {
    for (const name of names) await writeFile(path.join(run.directory, `n${name}`), 'x\n');
    run.step({ stepId: '1', state: 'done', tool: 'write', title: names.join(' '), file: 'x' });
    return 'Made files.';
  });
  const before = await stage.outside(PROJECT);
  await stage.answers('make files');
  await vi.waitFor(() => expect(said()).toContain('Made files.'), SOON);
  await vi.waitFor(() => expect(said()).toContain('… and'), SOON);
  const changes = world.messages.findLast((each) => each.key.endsWith(':change'));
  expectHelp({ card: changes?.card ?? { text: '' } }, 'names');
  expect(await world.git.changes(stage.tree)).toEqual([]);
  expect(await stage.outside(PROJECT)).toBe(before);
  expect(existsSync(RAN)).toBe(false);
}, 60_000);
