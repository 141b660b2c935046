import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { killBots, until } from '../bot.ts';
import { poll } from '../poller.ts';
import { talkIn } from '../talk.ts';
import { createWorldOn, type World } from '../world.ts';
import { dieAt, dieAtAll, idle } from './deaths.ts';

/**
 * The bot dies before and after what every step of a deploy to production does, four times in each
 * deploy; the steps are those that an undisturbed one journals. Each deploy must end as it would
 * have: live once, merged once, told once, and nobody who uses it notices anything.
 */

const PRELOAD = `--import=${new URL('preload.ts', import.meta.url).href}`;
const STEP = /^operations\.(?:startStep|endStep) deploy /u;
/** How often the bot dies in one deploy. */
const DEATHS = 4;

let world: World;
let bob: PersonInChat;
let logFile: string;
let killFile: string;
let version = 0;

const { says, heard } = talkIn(() => world, 60_000);

beforeAll(async () => {
  // No gateway: deploys need none.
  world = await createWorldOn(async () => ({
    environment: { GATEWAY_URL: 'ws://127.0.0.1:9', GATEWAY_TOKEN: 'none' },
    close: async () => undefined,
  }));
  logFile = path.join(world.dataDir, '..', 'boundaries.log');
  killFile = path.join(world.dataDir, '..', 'kill-at');
  await says(world.alice, '/new cli-tool shop', world.words('new-done', { name: 'shop' }));
  const invitation = await says(world.alice, '/invite releaser all', 'start=');
  const code = /start=([\w-]+)/u.exec(invitation.text)?.[1] ?? '';
  const { account, emulator, language } = world;
  bob = emulator.person({ id: 8, name: 'Bob', languageCode: language }).chat(account);
  await says(bob, `/start ${code}`, world.words('dispatch-joined', { role: 'releaser' }));
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

const git = (where: string, ...args: readonly string[]) =>
  execFileSync('git', args, {
    cwd: where,
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_AUTHOR_NAME: 'Hand',
      GIT_AUTHOR_EMAIL: 'hand@example.org',
      GIT_COMMITTER_NAME: 'Hand',
      GIT_COMMITTER_EMAIL: 'hand@example.org',
    },
    stdio: 'pipe',
  })
    .toString()
    .trim();

/** A small service without dependencies, so that a deploy takes no longer than it has to. */
function commitVersion(): string {
  version += 1;
  const tree = path.join(world.projectsDir, 'shop');
  const main = [
    `import { createServer } from 'node:http';`,
    `const server = createServer((_, answer) => answer.end('version ${version}'));`,
    `server.listen(Number(process.env.PORT), process.env.HOST);`,
    `process.on('SIGTERM', () => server.close());`,
  ];
  writeFileSync(path.join(tree, 'serve.mjs'), `${main.join('\n')}\n`);
  const file = {
    archetype: 'cli-tool',
    checks: [{ name: 'syntax', run: ['node', '--check', 'serve.mjs'] }],
    start: ['node', 'serve.mjs'],
    health: { path: '/health', portVariable: 'PORT' },
  };
  rmSync(path.join(tree, 'hooks'), { recursive: true, force: true });
  writeFileSync(path.join(tree, '.codefoundry/project.yaml'), JSON.stringify(file));
  git(tree, 'add', '--all');
  git(tree, 'commit', '--quiet', `--message=Version ${version}`);
  return git(tree, 'rev-parse', 'HEAD');
}

/** Shorter waits than people want: settings by hand, applied by the owner. */
async function hurry(): Promise<void> {
  const clone = path.join(world.dataDir, '..', 'ops');
  git(world.dataDir, 'clone', '--quiet', path.join(world.dataDir, 'ops.git'), clone);
  const folder = path.join(clone, 'environments/shop');
  mkdirSync(folder, { recursive: true });
  const settings = { readinessDelaySeconds: 1, drainTimeoutSeconds: 1 };
  for (const name of ['staging', 'production']) {
    const environment = { apiVersion: 'openclaw.dev/v1', kind: 'Environment', settings };
    writeFileSync(path.join(folder, `${name}.yaml`), JSON.stringify(environment));
  }
  git(clone, 'add', '--all');
  git(clone, 'commit', '--quiet', '--message=Hurry');
  git(clone, 'push', '--quiet');
  await says(world.alice, '/drift', world.words('drift-edited'));
  const apply = () => world.alice.taps(world.say('drift-apply'));
  await heard(world.alice, apply, world.words('drift-applied'));
}

interface Ended {
  readonly finals: number;
  readonly address: string;
  readonly operations: number;
}

/** Deploys a new commit to production, with Bob's approval; `awake` is called until it has ended. */
async function deploy(sha: string, awake: () => Promise<void>): Promise<Ended> {
  const after = world.alice.lastMessage()?.message_id ?? 0;
  const asked = bob.lastMessage()?.message_id ?? 0;
  world.alice.says('/deploy production');
  let tapping: Promise<unknown> | undefined;
  const approve = world.say('approval-approve');
  const done = world.words('deploy-done', { project: 'shop', environment: 'production' });
  const finals = () =>
    world.alice.messages().filter(({ message_id: id, text }) => id > after && done.test(text));
  await until(async () => {
    await awake();
    const open = bob
      .messages()
      .findLast(({ message_id: id, buttons }) => id > asked && buttons.flat().includes(approve));
    // A tap that a dying bot never answers is repeated, as a person would.
    if (open && !tapping) {
      tapping = bob
        .taps(approve, open)
        .catch(() => undefined)
        .finally(() => (tapping = undefined));
    }
    return finals().length > 0;
  }, 90_000);
  await idle(world, awake, 60_000);
  const own = finals().filter(({ text }) => !text.includes(world.say('telegram-maybe-duplicate')));
  const merges = git(
    path.join(world.dataDir, 'ops.git'),
    'log',
    '--format=%B%x00',
    '--merges',
    'main',
  )
    .split('\0')
    .filter((message) => message.includes(sha.slice(0, 7)));
  const [final] = finals();
  return {
    finals: own.length || finals().length,
    address: /https?:\/\/[\w.:-]+/u.exec(final?.text ?? '')?.[0] ?? '',
    operations: merges.length,
  };
}

it('ends a deploy as it should wherever the bot is killed', { timeout: 900_000 }, async () => {
  const environment = { NODE_OPTIONS: PRELOAD, KILL_LOG: logFile, KILL_FILE: killFile };
  commitVersion();
  await says(
    world.alice,
    '/lock production "first" 1m',
    world.words('hold-lock', { actor: 'Alice' }),
  );
  const lift = () => world.alice.taps(world.say('hold-lift'));
  await heard(world.alice, lift, world.words('unlock-done', { actor: 'Alice' }));
  await hurry();
  const first = git(path.join(world.projectsDir, 'shop'), 'rev-parse', 'HEAD');
  await world.restartBot(environment);
  rmSync(logFile, { force: true });
  const undisturbed = await deploy(first, async () => undefined);
  expect(undisturbed).toMatchObject({ finals: 1, operations: 1 });
  const passed = new Set(readFileSync(logFile, 'utf8').trim().split('\n'));
  // Before what a step does, and when it is done but not yet in the journal.
  const boundaries = [...passed].filter(
    (each) => /\.startStep .* after$/u.test(each) || /\.endStep .* before$/u.test(each),
  );
  const ofDeploy = boundaries.filter((each) => STEP.test(each));
  expect(ofDeploy.length).toBeGreaterThan(24);

  const client = poll(`${undisturbed.address}/health`);
  const neverReached = await dieAtAll(ofDeploy, DEATHS, async (group) => {
    const sha = commitVersion();
    const { ended, late } = await dieAt({ world, killFile, environment }, group, (awake) =>
      deploy(sha, awake),
    );
    const live = await (await fetch(`${ended.address}/health`)).text();
    expect({ ...ended, live, group }).toEqual({
      ...undisturbed,
      live: `version ${version}`,
      group,
    });
    await until(() => releases().length === 1, 15_000);
    return late;
  });
  await client.stop();

  expect(neverReached).toEqual([]);
  expect(client.failures).toEqual([]);
  console.log(
    `killed at ${ofDeploy.length} boundaries; ${client.answers.length} requests, none lost`,
  );
});

/** What runs of releases at this moment. */
function releases(): readonly string[] {
  const list = execFileSync('ps', ['-eo', 'args']).toString().split('\n');
  return list.filter((line) => /^\S*node serve\.mjs$/u.test(line));
}
