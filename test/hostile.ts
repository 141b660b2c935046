import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { Command } from '#kernel/command.ts';
import { conversationId } from '#kernel/conversation.ts';
import { expectationKey } from '#kernel/expectation.ts';
import { render } from '#telegram/render/render.ts';
import { declaration } from './declaration.ts';
import {
  ATTACKS,
  commitOf,
  fill,
  furnish,
  PEOPLE,
  setUp as setUpPeople,
  SOON,
  type Things,
} from './isolation.ts';
import type { World } from './world.ts';

/** One line of `fixtures/hostile-inputs.json`. */
export interface Hostile {
  readonly kind: string;
  readonly text: string;
}

/** What may happen to be written, by mistake or on purpose. */
export async function readInputs(): Promise<readonly Hostile[]> {
  const file = path.join(import.meta.dirname, 'fixtures', 'hostile-inputs.json');
  return JSON.parse(await readFile(file, 'utf8')) as readonly Hostile[];
}

/** A value of the bot, which the masker knows: it must be masked wherever it comes out. */
export const SECRET = 'the-secret-of-the-bot-itself';
/** Ways to the file beside the projects, which holds `NEIGHBOR`. */
export const WAYS_OUT = ['../../neighbor/file', 'neighbor-link', 'neighbor-link/file'] as const;
/** Nobody masks it: it comes out if somebody reads the file. */
const NEIGHBOR = 'what-lies-beside-the-projects';
/** Every machine has it, and paths of `hostile-inputs.json` lead there. */
const PASSWD = /root:x?:0:0:/u;
// oxlint-disable-next-line no-control-regex
const HIDING = /[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/u;
/** What `hostile-inputs.json` would make, if git took one of its words as an option. */
export const RAN = '/tmp/hostile-mark';

/** She owns everything, and has all there is to have in `orchard`; she works in `quarry`. */
const [ANN] = PEOPLE;
/** Where what is written does something. */
export const PROJECT = PEOPLE[1].project;
/** May only look. */
export const VIEWER = 8;

/** What may be run, and nothing else; `null` stands for one argument that was typed. */
const PROGRAMS: readonly (readonly (string | null)[])[] = [
  ['npm', 'ci'],
  ['npm', 'test'],
  ['own'],
  ['look', 'at', null],
  ['look', 'around', null, null],
];

/** One of each kind, with a place for words. */
const DECLARED = {
  'look.yaml': declaration(
    'look',
    'summary: { en: Look }',
    'run: [look, at, "{{what}}"]',
    'args: [{ name: what, rest: true }]',
  ),
  'look-around.yaml': declaration(
    'look-around',
    'summary: { en: Look around }',
    'run: [look, around, "{{one}}", "{{two}}"]',
    'where: tree',
    'args: [{ name: one, pattern: "\\\\S+" }, { name: two, default: here }]',
  ),
  'look-twice.yaml': declaration(
    'look-twice',
    'summary: { en: Look twice }',
    'run: [look, at, "{{what}}"]',
    'args: [{ name: what, rest: true }]',
    'approval: {}',
  ),
  'ask.yaml': declaration(
    'ask',
    'summary: { en: Ask }',
    'prompt: ask.md',
    'args: [{ name: what, rest: true }]',
  ),
  'ask.md': 'Say something about this: {{what}}\n',
  'ship.yaml': declaration(
    'ship',
    'summary: { en: Ship }',
    'pipeline: ship',
    'confirm: true',
    'args: [{ name: where, choices: [here, there] }]',
  ),
  'stage.yaml': declaration('stage', 'command: /deploy', 'args: [staging]', 'confirm: true'),
};

/** Everything that hostile words are tried on. */
export interface Stage {
  readonly world: World;
  readonly tree: string;
  /** What stands for the braces in `beginnings`. */
  readonly things: Things;
  /** Ann writes, or somebody else, as if nothing had been written before. */
  writes(text: string, actorId?: number): Promise<Reply>;
  taps(buttonId: string): Promise<Reply>;
  /** Ann writes, is answered with help, and nothing is run but what was declared. */
  answers(line: string): Promise<void>;
  /** The same for the next text, when `line` stands for what it was asked for. */
  continues(line: string, answer: string): Promise<void>;
  /** A digest of every file, but for those of projects and of their repositories. */
  outside(...projects: readonly string[]): Promise<string>;
}

/** Two projects: in one an operation of each kind waits, the other is free. */
export async function setUp(): Promise<Stage> {
  const world = await setUpPeople();
  const { store, ops } = world;
  world.masker.add(SECRET);
  const tree = world.workspace.directory(PROJECT);
  const root = path.join(tree, '..', '..');
  const waiting = await furnish(world, ANN);
  await store.actors.save({ id: ANN.id, name: ANN.name, role: 'owner' });
  await store.actors.save({ id: VIEWER, name: 'Viewer', role: 'viewer' });
  const branch = `${PROJECT}-branch`;
  const commit = await commitOf(world, PROJECT, branch);
  const by = { id: ANN.id, name: ANN.name };
  const settings = { readinessDelayMs: 0 };
  for (const environment of ['staging', 'production']) {
    const operationId = `set-up-${environment}`;
    await ops.configure({ by, reason: '', operationId, project: PROJECT, environment, settings });
  }
  await world.declares(DECLARED);
  // What lies beside the projects, and a way there.
  await mkdir(path.join(root, 'neighbor'));
  await writeFile(path.join(root, 'neighbor', 'file'), NEIGHBOR);
  await symlink(path.join(root, 'neighbor'), path.join(tree, 'neighbor-link'));
  world.gateway.script(async ({ text }) => `You said: ${text} ${SECRET}`);

  const standing = new Set((await store.operations.unfinished()).map(({ id }) => id));
  const broken: string[] = [];
  world.operations.listen((event) => {
    if (event.kind !== 'state' || event.operation.state !== 'failed') return;
    const { id, result } = event.operation;
    const { error } = (result ?? {}) as { readonly error?: string };
    if (error !== undefined) broken.push(`${id}: ${error}`);
  });

  let updates = 0;
  const base = (actorId: number) => ({
    id: `update:9:${(updates += 1)}`,
    place: { chatId: actorId },
    chatKind: 'private' as const,
  });
  /** As if nothing had been written before: what was asked for, chosen or entered. */
  const reset = async (actorId: number) => {
    const id = conversationId({ chatId: actorId }, actorId);
    await store.conversations.save({
      id,
      chatId: actorId,
      actorId,
      language: 'en',
      project: PROJECT,
    });
    for (const setting of ['expects', 'expects-file', 'secret-wait', 'draft'])
      await store.settings.set(`${setting}:${id}`, null);
  };
  const sends = (text: string, actorId: number = ANN.id) =>
    world.dispatch({
      ...base(actorId),
      from: { id: actorId, name: text.slice(0, 200) || 'x' },
      messageIds: [updates],
      kind: 'text',
      text,
    });
  const writes = async (text: string, actorId?: number) => {
    await reset(actorId ?? ANN.id);
    return sends(text, actorId);
  };
  /** What was begun has ended; what waits in line, or for an approval, does not get its turn. */
  const settle = () =>
    vi.waitFor(
      async () => {
        const open = await store.operations.unfinished();
        const begun = open.filter(({ id }) => !standing.has(id));
        for (const { id, project } of begun) {
          const asks = world.messages.some(({ key }) => key.startsWith(`${id}:approval`));
          if (asks || project === ANN.project) await world.operations.cancel(id);
        }
        expect(begun.map(({ id }) => id)).toEqual([]);
      },
      { ...SOON, interval: 2 },
    );
  const shown = () => world.messages.reduce((sum, { versions }) => sum + versions.length, 0);
  /** Sends a line and looks at everything that comes of it. */
  const tries = async (line: string) => {
    const about = encodeURIComponent(line.slice(0, 160).toWellFormed());
    const seen = { messages: world.messages.length, shown: shown() };
    const ran = { inTree: world.ran.length, inCheckouts: world.checkouts.ran.length };
    const reply = await sends(line);
    await settle();
    const cards = world.messages.slice(seen.messages).map(({ card }) => card);
    expectHelp(reply, about);
    for (const card of cards) expectHelp({ card }, about);
    const isShown = shown() > seen.shown || reply.card !== undefined || reply.toast !== undefined;
    expect(isShown, `${about} shows nothing`).toBe(true);
    expect({ about, broken: broken.splice(0) }).toEqual({ about, broken: [] });
    const inCheckouts = world.checkouts.ran.slice(ran.inCheckouts).map(({ argv }) => argv);
    for (const argv of [...world.ran.slice(ran.inTree), ...inCheckouts])
      expect(isDeclared(argv, line), `${about} runs ${JSON.stringify(argv)}`).toBe(true);
  };

  return {
    world,
    tree,
    things: { ...waiting, project: PROJECT, branch, commit },
    writes,
    taps: (buttonId) => world.dispatch({ ...base(ANN.id), from: ANN, kind: 'tap', buttonId }),
    async answers(line) {
      await reset(ANN.id);
      await tries(line);
    },
    async continues(line, answer) {
      await reset(ANN.id);
      const [command = '', ...words] = line.slice(1).split(' ');
      const untilMs = Date.now() + 60_000;
      const id = conversationId({ chatId: ANN.id }, ANN.id);
      await store.settings.set(expectationKey(id), { command, words, untilMs });
      await tries(answer);
    },
    async outside(...projects) {
      const hash = createHash('sha256');
      const entries = await readdir(root, { recursive: true, withFileTypes: true });
      for (const entry of entries.filter((each) => each.isFile())) {
        const file = path.join(entry.parentPath, entry.name);
        const relative = path.relative(root, file);
        if (projects.some((each) => relative.startsWith(`projects/${each}`))) continue;
        if (projects.some((each) => relative.startsWith(`git/${each}`))) continue;
        hash.update(`${relative}\0${await readFile(file, 'utf8')}\0`);
      }
      return hash.digest('hex');
    },
  };
}

/** An answer that helps: neither a bug of ours, nor anything that is not for the reader. */
export function expectHelp(
  { card, toast, isFailed }: Pick<Reply, 'card' | 'toast' | 'isFailed'>,
  about: string,
): void {
  const text = card?.text ?? toast;
  expect(isFailed, `${about}: ${text}`).toBeUndefined();
  if (text === undefined) return;
  expect(`${about}: ${text.trim()}`.length).toBeGreaterThan(about.length + 5);
  const all = [about, JSON.stringify({ card, toast }), Buffer.from(card?.file?.content ?? '')].join(
    '\n',
  );
  expect(all).not.toContain(SECRET);
  expect(all).not.toContain(NEIGHBOR);
  expect(all).not.toMatch(PASSWD);
  expect(`${about}: ${text}`).not.toMatch(/\n\s+at .+\.ts:\d+/u);
  // What Telegram would get: no character that turns or hides text.
  expect(`${about}: ${render(text).text}`).not.toMatch(HIDING);
}

/** `true`: one of `PROGRAMS`, in which what was typed is at most one whole argument, and no option. */
function isDeclared(argv: readonly string[], line: string): boolean {
  const words = line.trim().split(/\s+/u);
  // Behind a command, or alone where it was asked for.
  const typed = new Set([...words, words.slice(1).join(' '), words.join(' '), 'here']);
  return PROGRAMS.some(
    (program) =>
      program.length === argv.length &&
      program.every((word, at) => {
        const given = argv[at] ?? '';
        return word === null ? typed.has(given) && !given.startsWith('-') : word === given;
      }),
  );
}

/** These end what others need: the turn that waits. */
const LAST = ['interrupt', 'stop'];
/** Where a command may change files. */
export const workplacesOf = (name: string): readonly string[] =>
  LAST.includes(name) ? [PROJECT, ANN.project] : [PROJECT];

/** Commands that a person can send, in an order in which they can be tried one after another. */
export function namesOf({ commands }: Pick<World, 'commands'>): readonly string[] {
  return [...commands.keys()].toSorted((left, right) => LAST.indexOf(left) - LAST.indexOf(right));
}

/**
 * What can stand before hostile words: the command alone, with what it is about, and every other
 * beginning of its lines in `ATTACKS`.
 */
export function beginnings(name: string, things: Things): readonly string[] {
  const found = new Set([`/${name}`]);
  for (const line of ATTACKS[name] ?? []) {
    if (!line.startsWith(`/${name}`)) continue;
    const words = line.split(' ');
    const about = words.findLastIndex(isThing) + 1;
    for (let count = 2; count <= Math.max(about, words.length - 1); count += 1)
      found.add(fill(words.slice(0, count).join(' '), things, things));
  }
  return [...found];
}

/** The command alone, and with the project or the operation that it takes first. */
export function mainBeginnings(name: string, things: Things): readonly string[] {
  const first = (ATTACKS[name] ?? []).map((line) => line.split(' ')[1] ?? '').filter(isThing);
  const about = first.map((thing) => fill(`/${name} ${thing}`, things, things));
  return [...new Set([`/${name}`, ...about])];
}

function isThing(word: string): boolean {
  return /^\{\w+\}$/u.test(word);
}

/** Whose role counts for a command: those of one kind come the same way. */
export function kindOf({ concerns }: Pick<Command, 'concerns'>): string {
  if (typeof concerns === 'function') return 'its own';
  return concerns ?? 'nothing';
}

/** `true`: something would be made of that name, as it should. */
export function isMade(line: string, text: string): boolean {
  return /^\/(?:new|new_step|project_do)\b/u.test(line) && /^[a-z][a-z0-9-]{1,38}$/u.test(text);
}

/**
 * What takes long for each input: a turn of the agent, a commit, a release, an archive, or a look at
 * every project.
 */
const SLOW: ReadonlySet<string> = new Set(
  [
    'code explain fix ask task task_do test review',
    'branch branch_do commit diff history undo undo_of undo_now pr',
    'deploy deploy_of download_of projects project remote status look_twice look_around',
  ].flatMap((names) => names.split(' ')),
);
/** Those of them that look for what is typed in git, and say soon that it is not there. */
const REFUSED: ReadonlySet<string> = new Set(
  'branch branch_do diff history undo undo_of review pr deploy deploy_of remote'.split(' '),
);
/** `true`: a few inputs have to do. */
export const isSlow = (name: string): boolean => SLOW.has(name);

/** A line that is tried, and what it is made of. */
export interface Trial {
  readonly name: string;
  readonly beginning: string;
  readonly input: Hostile;
}

/**
 * A part of everything: every command meets every kind of input, every input every kind of command,
 * every beginning a few inputs, and whatever comes to git what would leave a mark there. What is slow
 * meets one input for each beginning.
 */
export function spread(
  { commands }: Pick<World, 'commands'>,
  inputs: readonly Hostile[],
  things: Things,
): readonly Trial[] {
  const kinds = Object.values(Object.groupBy(inputs, ({ kind }) => kind)).map((of = []) => of);
  const names = namesOf({ commands });
  const groups = Object.groupBy(
    names.filter((name) => !isSlow(name)),
    (name) => kindOf(commands.get(name) ?? {}),
  );
  return names.flatMap((name, at): readonly Trial[] => {
    const [bare = '', ...more] = beginnings(name, things);
    const rotated = (index: number, step: number): readonly Hostile[] =>
      kinds
        .filter((_, kind) => (kind + index) % step === 0)
        .flatMap((of) => of.slice((index + at) % of.length).slice(0, 1));
    if (isSlow(name)) {
      const marks = REFUSED.has(name) ? inputs.filter(({ text }) => text.includes(RAN)) : [];
      return [
        ...marks.map((input) => ({ name, beginning: bare, input })),
        ...[bare, ...more].flatMap((beginning, index) =>
          rotated(at + index, kinds.length).map((input) => ({ name, beginning, input })),
        ),
      ];
    }
    const group = groups[kindOf(commands.get(name) ?? {})] ?? [];
    const place = group.indexOf(name);
    const own = kinds.flatMap((of) => {
      const part = of.filter(
        ({ text }, index) => index % group.length === place || text.includes(RAN),
      );
      return part.length > 0 ? part : of.slice(place % of.length).slice(0, 1);
    });
    return [
      ...own.map((input) => ({ name, beginning: bare, input })),
      ...more.flatMap((beginning, index) =>
        rotated(at + index, 4).map((input) => ({ name, beginning, input })),
      ),
    ];
  });
}
