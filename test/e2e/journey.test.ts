import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MessageView } from '#playground/bot-api/chats/chat-view.ts';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { killBots, until } from './bot.ts';
import { type HttpsRepository, httpsRepository } from './https-repository.ts';
import { COMMITS, longHistory, NAMES, PRICES, RIVAL } from './long-history.ts';
import { picture } from './page-bot.ts';
import { type RealGateway, startRealGateway } from './real-gateway.ts';
import { talkIn } from './talk.ts';
import { runLanguage } from './words.ts';
import { createWorldOn, type World } from './world.ts';

/** A repository with a long past, from its address to a merge and back: two people, a real agent. */
let root: string;
let theirs: HttpsRepository;
let gateway: RealGateway;
let world: World;
let bob: PersonInChat;

const PLAN = 'каталог/план-日本.md';
const SEVEN = 'каталог/файл 7 日本.txt';
const SECOND = 'second-opinion';
const FIRST = { project: 'shop', number: 1 };
const RIVALRY = { project: 'shop', number: 2 };
/** The first turn starts the agent, which takes long on a busy machine. */
const PATIENCE_MS = 150_000;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'journey-'));
  theirs = await httpsRepository(root, longHistory());
  world = await createWorldOn(
    async (place) => {
      gateway = await startRealGateway(place);
      return {
        environment: {
          GATEWAY_URL: gateway.url,
          GATEWAY_TOKEN: gateway.token,
          GIT_SSL_CAINFO: theirs.certificate,
        },
        close: () => gateway.close(),
      };
    },
    { language: runLanguage('ru') },
  );
});

afterAll(async () => {
  await world?.close();
  await killBots();
  await theirs?.close();
  if (root) await rm(root, { recursive: true, force: true });
});

const tree = () => path.join(world.projectsDir, 'shop');
const git = (...args: readonly string[]) =>
  execFileSync('git', ['-c', 'core.quotePath=false', ...args], { cwd: tree() })
    .toString()
    .trim();
const read = (name: string) => readFileSync(path.join(tree(), name), 'utf8');
/** Names as git holds them, none quoted. */
const names = (ref: string) =>
  git('ls-tree', '-r', '-z', '--name-only', ref).split('\0').slice(0, -1);
const { says, taps, heard } = talkIn(() => world, PATIENCE_MS);

/** The same message, edited. */
const isShown = (each: MessageView, { message_id: id }: MessageView, text: string) =>
  each.message_id === id && each.text.includes(text);

/** Bob approves what his card shows, and merges it into main. */
async function approveAndMerge(card: MessageView, change: typeof FIRST) {
  const isApproved = world.words('pr-done-approve', { number: change.number });
  const approved = await taps(bob, world.say('pr-button-approve'), card, isApproved);
  const merged = world.words('pr-merge-done', { ...change, target: 'main' });
  await taps(bob, world.say('pr-button-merge'), approved, merged);
}

/** Has the model write one file for the next request that is meant, and say so. */
function agentWrites(values: (request: string) => Readonly<Record<string, unknown>> | undefined) {
  let hasWritten = false;
  gateway.model.script(({ lastUserText }) => {
    const found = values(lastUserText);
    if (!found) return undefined;
    if (hasWritten) return { text: 'Done as asked.' };
    hasWritten = true;
    return { toolCalls: [{ name: 'write', arguments: found }] };
  });
}

describe('a repository with a long past', () => {
  it('comes whole: every commit, branch and name', async () => {
    await says(world.alice, `/new from ${theirs.url}`, world.words('clone-done', { name: 'shop' }));

    expect(git('rev-list', '--all', '--count')).toBe(String(COMMITS));
    expect(git('rev-parse', 'HEAD')).toBe(theirs.git('rev-parse', 'main'));
    expect(names('HEAD')).toEqual(expect.arrayContaining(NAMES));
    for (const name of NAMES.filter((each) => each !== PRICES && each !== SEVEN))
      expect(read(name)).toBe(`${name}\n`);
    expect(git('status', '--porcelain')).toBe('');
    const history = await says(world.alice, '/history', 'Правка');
    expect(history.text).toContain('Мария Ёлкина');
  });

  it('is joined by a second person who may release', async () => {
    const invitation = await says(world.alice, '/invite releaser all', 'start=');
    const code = /start=([\w-]+)/u.exec(invitation.text)?.[1] ?? '';
    const { account, emulator, language } = world;
    bob = emulator.person({ id: 8, name: 'Bob', languageCode: language }).chat(account);
    await says(bob, `/start ${code}`, world.words('dispatch-joined', { role: 'releaser' }));
    const used = await says(bob, '/use shop', 'shop');
    expect(used.text).toMatch(world.words('use-done', { name: 'shop' }));
  });
});

describe('a change of it', () => {
  let before: string;
  let head: string;

  it('is written by the agent on a branch of its own', async () => {
    before = git('rev-parse', 'main^{tree}');
    const branched = world.words('branch-done-start', { project: 'shop', branch: 'правка/план' });
    await says(world.alice, '/branch правка/план', branched);
    await says(world.alice, `создай файл ${PLAN} с текстом «Привет, мир»`, /📦 shop [0-9a-f]{7}/u);

    expect(read(PLAN)).toBe('Привет, мир\n');
    expect(git('log', '-1', '--format=%an')).toBe('Alice');
    expect(git('rev-parse', 'main^{tree}')).toBe(before);
    const numbers = { files: 1, added: 1, removed: 0 };
    const shown = world.words('diff-head', { project: 'shop', ...numbers });
    const diff = await says(world.alice, '/diff', shown);
    expect(diff.text).toContain(PLAN);
    await world.alice.taps(`+ ${PLAN}`, diff);
    const page = await until(
      () => world.alice.messages().find((each) => isShown(each, diff, '+Привет, мир')),
      60_000,
    );
    expect(page.buttons.flat()).toContain(world.say('diff-files'));
  });

  it('is proposed, and what a reviewer writes becomes the next request to the agent', async () => {
    const opened = await says(world.alice, '/pr open План', world.words('pr-open-opened', FIRST));
    expect(opened.text).toContain('правка/план → main');
    const card = await says(bob, '/pr 1', world.words('pr-head', FIRST));
    const button = world.say('pr-button-request');
    await taps(bob, button, card, world.words('pr-ask-request', { number: 1 }));
    const requested = world.words('pr-requested', { actor: 'Bob' });
    await says(bob, `${SEVEN} must say ${SECOND}`, requested);

    agentWrites((request) => {
      const found = /"text": ?"(?<name>.+) must say (?<content>[\w-]+)"/u.exec(request)?.groups;
      return found && { path: found['name'], content: `${found['content']}\n` };
    });
    const mine = await says(world.alice, '/pr 1', requested);
    await taps(world.alice, world.say('pr-button-agent'), mine, /📦 shop [0-9a-f]{7}/u);
    gateway.model.script(undefined);
    expect(read(SEVEN)).toBe(`${SECOND}\n`);
    head = git('rev-parse', 'правка/план');
  });

  it('is not merged by its author, nor by a tap on a card of an older head', async () => {
    const numbers = world.words('pr-branches', { commits: 2, files: 2 });
    const merge = world.say('pr-button-merge');
    const mine = await says(world.alice, '/pr 1', numbers);
    await taps(world.alice, merge, mine, world.words('pr-merge-unapproved', FIRST));

    const old = await says(bob, '/pr 1', numbers);
    await says(world.alice, 'create a file late.md with late', /📦 shop [0-9a-f]{7}/u);
    const moved = git('rev-parse', 'правка/план');
    expect(moved).not.toBe(head);
    const late = world.words('pr-moved', { ...FIRST, sha: moved.slice(0, 7) });
    await taps(bob, merge, old, late);
    await taps(bob, world.say('pr-button-approve'), old, late);
    expect(git('rev-parse', 'main^{tree}')).toBe(before);
    head = moved;
  });

  it('is approved and merged at exactly the commit that was on the card', async () => {
    const card = await says(bob, '/pr 1', world.words('pr-branches', { commits: 3, files: 3 }));
    expect(card.text).toContain(head.slice(0, 7));
    await approveAndMerge(card, FIRST);

    const [first, second] = git('log', '-1', '--format=%P', 'main').split(' ');
    expect(second).toBe(head);
    expect(git('rev-parse', `${first}^{tree}`)).toBe(before);
    expect(git('rev-parse', 'main^{tree}')).toBe(git('rev-parse', `${head}^{tree}`));
    expect(git('log', '-1', '--format=%(trailers:only,unfold)', 'main')).toContain(
      'Reviewed-by: Bob (Telegram 8)',
    );
    expect(names('main')).toEqual(expect.arrayContaining([...NAMES, PLAN, 'late.md']));
  });

  it('is taken back by /undo: the tree is the one of before, to the byte', async () => {
    const back = world.words('branch-done-use', { project: 'shop', branch: 'main' });
    await says(world.alice, '/branch use main', back);
    expect(read(PLAN)).toBe('Привет, мир\n');
    const asked = await says(world.alice, '/undo', 'Merge #1');
    const undone = world.words('undo-done', { project: 'shop' });
    await taps(world.alice, world.say('undo-now'), asked, undone);

    expect(git('rev-parse', 'HEAD^{tree}')).toBe(before);
    expect(git('status', '--porcelain')).toBe('');
    expect(names('HEAD')).toEqual(expect.arrayContaining(NAMES));
    await until(() => theirs.git('rev-parse', 'main^{tree}') === before, 60_000);
    await until(() => theirs.git('rev-parse', 'main') === git('rev-parse', 'HEAD'), 60_000);
  });
});

describe('a branch that stands against main', () => {
  it('gets a clear answer instead of a merge, and nothing is touched', async () => {
    const switched = world.words('branch-done-use', { project: 'shop', branch: RIVAL });
    await says(world.alice, `/branch use ${RIVAL}`, switched);
    const main = git('rev-parse', 'main');
    const opened = await says(
      world.alice,
      '/pr open Скидки',
      world.words('pr-open-opened', RIVALRY),
    );
    expect(opened.text).toContain(`${RIVAL} → main`);
    const card = await says(bob, '/pr 2', world.words('pr-head', RIVALRY));
    const conflict = world.words('pr-merge-conflict', {
      ...RIVALRY,
      source: RIVAL,
      target: 'main',
    });
    const answer = await taps(bob, world.say('pr-button-merge'), card, conflict);

    expect(answer.text).toContain(PRICES);
    expect(answer.buttons.flat()).toContain(world.say('pr-button-update'));
    expect(git('rev-parse', 'main')).toBe(main);
    expect(read(PRICES)).toBe('ёж: 4 ₽\n');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('is made one by the agent, and merged', async () => {
    const card = await says(bob, '/pr 2', world.words('pr-head', RIVALRY));
    const both = world.words('pr-update-conflicts', { project: 'shop', source: RIVAL });
    await taps(bob, world.say('pr-button-update'), card, both);
    expect(read(PRICES)).toContain('<<<<<<<');

    agentWrites((request) =>
      world.words('pr-update-marked').test(request)
        ? { path: PRICES, content: 'ёж: 96 ₽\n' }
        : undefined,
    );
    const mine = await says(
      world.alice,
      '/pr 2',
      world.words('pr-requested', { actor: 'CodeFoundry' }),
    );
    await taps(world.alice, world.say('pr-button-agent'), mine, /📦 shop [0-9a-f]{7}/u);
    gateway.model.script(undefined);
    const again = await says(bob, '/pr 2', world.words('pr-head', RIVALRY));
    await approveAndMerge(again, RIVALRY);
    expect(git('show', `main:${PRICES}`)).toBe('ёж: 96 ₽');
  });
});

it('shows the model a picture that was sent with a request', async () => {
  const sent = picture('journey');
  gateway.model.script(({ lastUserText }) =>
    lastUserText.includes('What is in this picture') ? { text: 'One colour.' } : undefined,
  );
  await heard(
    world.alice,
    () => world.alice.sendsPhoto(sent, { caption: 'What is in this picture?' }),
    'One colour.',
  );
  gateway.model.script(undefined);

  const asked = gateway.model.requests.filter(({ lastUserText }) =>
    lastUserText.includes('What is in this picture'),
  );
  const parts = asked
    .at(-1)!
    .messages.flatMap(({ content }) => (Array.isArray(content) ? content : []))
    .filter(({ type }) => type === 'image_url') as { image_url?: { url: string } }[];
  expect(parts).toHaveLength(1);
  const [head = '', body = ''] = (parts[0]?.image_url?.url ?? '').split(',');
  expect(head).toMatch(/^data:image\/(?:png|jpeg);base64$/u);
  expect(Buffer.from(body, 'base64').equals(sent)).toBe(true);
});
