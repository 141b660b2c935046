import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import { plain } from '#kernel/card.ts';
import { MASK } from '#lib/mask/masker.ts';
import { render } from '#telegram/render/render.ts';
import { createWorld, type World } from './world.ts';

interface Hostile {
  readonly kind: string;
  readonly text: string;
}

const inputs = JSON.parse(
  await readFile(path.join(import.meta.dirname, 'fixtures', 'hostile-inputs.json'), 'utf8'),
) as readonly Hostile[];

const SECRET = 'the-secret-of-the-bot-itself';
const OWNER = 7;
const VIEWER = 8;
/** What `hostile-inputs.json` would make, if one of its commands ran. */
const RAN = '/tmp/hostile-mark';

let world: World;
let tree: string;
let root: string;
let heldRequests: string[] = [];

beforeAll(async () => {
  await rm(RAN, { force: true });
  world = await createWorld();
  world.masker.add(SECRET);
  tree = world.workspace.directory('demo');
  root = path.join(tree, '..', '..');
  await world.says(OWNER, '/new telegram-bot demo');
  await vi.waitFor(() => expect(said()).toContain('is ready'), 15_000);
  await world.store.actors.save({ id: VIEWER, name: 'Viewer', role: 'viewer' });
  // Stands for what lies beside the projects: nothing may change in it.
  await mkdir(path.join(root, 'neighbor'));
  await writeFile(path.join(root, 'neighbor', 'file'), SECRET);
  world.gateway.script(async ({ text }) => {
    heldRequests = [...heldRequests, text];
    return `You said: ${text} ${SECRET}`;
  });
});
afterAll(() => world?.close());

const said = () => world.messages.map((each) => each.card.text).join('\n');

/** Every file outside of the project and of its repository, with what is in it. */
async function outside(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    const relative = path.relative(root, file);
    if (/^(?:projects\/demo|git\/demo\.git)(?:\/|$)/u.test(relative)) continue;
    hash.update(`${relative}\0${await readFile(file, 'utf8')}\0`);
  }
  return hash.digest('hex');
}

/** An answer that helps: something is said, and it is neither a bug of ours nor a secret. */
function expectHelp(reply: Pick<Reply, 'card' | 'toast'>, input: string): void {
  // So that a failure says for which input.
  const about = `answer to ${encodeURIComponent(input.slice(0, 80).toWellFormed())}:\n`;
  const text = reply.card?.text ?? reply.toast ?? '';
  expect(`${about}${text.trim()}`.length).toBeGreaterThan(about.length + 3);
  expect(about + text).not.toContain('Something broke on my side');
  expect(about + text).not.toMatch(/\n\s+at .+\.ts:\d+/u);
  expect(about + JSON.stringify(reply)).not.toContain(SECRET);
  // What Telegram would get: no character that turns or hides text.
  // oxlint-disable-next-line no-control-regex
  expect(about + render(text).text).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/u);
}

/** Commands that answer by a card of their own: a page of the record, the turn of the agent. */
const BY_CARD: ReadonlySet<string> = new Set([
  '/audit',
  '/code',
  '/test',
  '/new',
  '/new telegram-bot',
]);

/** What a person sees of `command`: the reply, or the card that comes in its place. */
async function answerTo(command: string, text: string): Promise<Pick<Reply, 'card' | 'toast'>> {
  const reply = await send(`${command} ${text}`);
  if (reply.card || reply.toast !== undefined || !BY_CARD.has(command)) return reply;
  const own = new RegExp(`update-9-${updates}(?!\\d)`, 'u');
  return vi.waitFor(() => {
    const message = world.messages.find(({ key }) => own.test(key));
    if (!message) throw new Error(`${command} shows nothing`);
    return { card: message.card };
  }, 10_000);
}

let updates = 0;
const send = (text: string, actorId = OWNER) =>
  world.dispatch({
    id: `update:9:${(updates += 1)}`,
    place: { chatId: actorId },
    chatKind: 'private',
    from: { id: actorId, name: text.slice(0, 200) || 'x' },
    messageIds: [updates],
    kind: 'text',
    text,
  });
const tap = (buttonId: string) =>
  world.dispatch({
    id: `update:9:${(updates += 1)}`,
    place: { chatId: OWNER },
    chatKind: 'private',
    from: { id: OWNER, name: 'Alice' },
    kind: 'tap',
    buttonId,
  });

it('has at least 200 inputs, no two alike', () => {
  expect(new Set(inputs.map(({ text }) => text)).size).toBe(inputs.length);
  expect(inputs.length).toBeGreaterThanOrEqual(200);
});

/** Commands with a place for words; those that begin work of the agent come further down. */
const COMMANDS = [
  '/new',
  '/new telegram-bot',
  '/project',
  '/use',
  '/secret set',
  '/secret remove',
  '/stop',
  '/interrupt',
  '/approve',
  '/answer',
  '/decide x y',
  '/approvals',
  '/commit_anyway',
  '/role',
  '/audit',
  '/test',
  '/session',
  '/session resume',
  '/model',
];

/** What a viewer may not, with the role that it needs. */
const FORBIDDEN = [
  ['/code', 'developer'],
  ['/new telegram-bot', 'developer'],
  ['/secret set X', 'releaser'],
  ['/commit_anyway', 'owner'],
] as const;

describe.each([...new Set(inputs.map(({ kind }) => kind))])('%s', (kind) => {
  const texts = inputs.filter((each) => each.kind === kind).map(({ text }) => text);

  it(
    'is answered as words of every command, and changes nothing outside',
    { timeout: 60_000 },
    async () => {
      const before = await outside();
      for (const text of texts) {
        for (const command of COMMANDS) {
          const made = command === '/new telegram-bot' && /^[a-z][a-z0-9-]{1,38}$/u.test(text);
          if (made) continue;
          expectHelp(await answerTo(command, text), text);
        }
        expectHelp(await send(`/${text}`), text);
        await send('/secret cancel');
        // What `/new` asked for would be the next free text.
        await send('/new_step card cancel');
      }
      expect(await outside()).toBe(before);
      expect(existsSync(RAN)).toBe(false);
      await send('/use demo');
    },
  );

  it('is refused as a button that nobody made', async () => {
    for (const text of texts) {
      const reply = await tap(text);
      expect(reply.toast).toBe('This button is out of date. Ask again.');
    }
  });

  it('gives a viewer nothing that a viewer may not do', async () => {
    const secrets = await world.secrets.list('demo');
    for (const text of texts) {
      for (const [command, needs] of FORBIDDEN) {
        const reply = await send(`${command} ${text}`, VIEWER);
        expectHelp(reply, text);
        const refusal = plain(world.say('dispatch-forbidden', { needs, has: 'viewer' }));
        expect(reply.card?.text).toBe(refusal);
      }
    }
    expect(await world.secrets.list('demo')).toEqual(secrets);
  });
});

it(
  'goes to the agent as it is, and comes back without secrets, in one commit at most',
  { timeout: 120_000 },
  async () => {
    await send('/use demo');
    const before = await outside();
    const kinds = [...new Set(inputs.map(({ kind }) => kind))];
    // Each is a turn with its commits; every third kind is enough to see.
    const some = kinds.filter((_kind, at) => at % 3 === 0);
    const chosen = some.map((kind) => inputs.find((each) => each.kind === kind)?.text ?? '');
    for (const text of chosen) expectHelp(await answerTo('/code', `x${text}`), text);
    await vi.waitFor(() => expect(heldRequests).toHaveLength(chosen.length), 100_000);
    await vi.waitFor(
      async () => expect(await world.store.operations.unfinished()).toEqual([]),
      30_000,
    );
    expect(said()).toContain(MASK);
    expect(JSON.stringify(world.messages)).not.toContain(SECRET);
    expect(await outside()).toBe(before);
    expect(existsSync(RAN)).toBe(false);
  },
);

it(
  'can be the name of a file that the agent makes, and stays a name',
  { timeout: 60_000 },
  async () => {
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
    const before = await outside();
    await send('make files');
    await vi.waitFor(() => expect(said()).toContain('Made files.'), 30_000);
    await vi.waitFor(() => expect(said()).toContain('… and'), 30_000);
    const changes = world.messages.findLast((each) => each.key.endsWith(':change'));
    expectHelp({ card: changes?.card ?? { text: '' } }, 'names');
    expect(await world.git.changes(tree)).toEqual([]);
    expect(await outside()).toBe(before);
    expect(existsSync(RAN)).toBe(false);
  },
);
