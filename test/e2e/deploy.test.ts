import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { killBots } from './bot.ts';
import { poll } from './poller.ts';
import { talkIn } from './talk.ts';
import { either, runLanguage } from './words.ts';
import { createWorld, type GatewayWorld } from './world.ts';

/** From an empty project to production and back, with the deployer `local` on this machine. */
let world: GatewayWorld;
let bob: PersonInChat;

const { says, taps, heard } = talkIn(() => world, 150_000);

beforeAll(async () => {
  world = await createWorld({ language: runLanguage('ru') });
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

const STAGING = { project: 'shop', environment: 'staging' };
const PRODUCTION = { project: 'shop', environment: 'production' };
const demo = (...steps: readonly object[]) => `#demo ${JSON.stringify({ steps })}`;
const tree = () => path.join(world.projectsDir, 'shop');
const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: tree() }).toString().trim();
const addressIn = (text: string) => /https?:\/\/[\w.:-]+/u.exec(text)?.[0] ?? '';
/** As a person edits the ops repository: in a clone, by hand. */
const editOps = (file: string, change: (text: string) => string, message: string) => {
  const clone = path.join(world.dataDir, '..', `ops-${Date.now()}`);
  const run = (...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd: args[0] === 'clone' ? world.dataDir : clone,
      env: {
        PATH: process.env['PATH'],
        HOME: '/nonexistent',
        GIT_AUTHOR_NAME: 'Hand',
        GIT_AUTHOR_EMAIL: 'hand@example.org',
        GIT_COMMITTER_NAME: 'Hand',
        GIT_COMMITTER_EMAIL: 'hand@example.org',
      },
      stdio: 'pipe',
    }).toString();
  run('clone', '--quiet', path.join(world.dataDir, 'ops.git'), clone);
  const target = path.join(clone, file);
  writeFileSync(target, change(readFileSync(target, 'utf8')));
  run('commit', '--quiet', '--all', `--message=${message}`);
  run('push', '--quiet');
};
/** Has the agent write files and commit them. */
const agentWrites = (files: Readonly<Record<string, string>>) =>
  says(
    world.alice,
    demo(
      ...Object.entries(files).map(([name, content]) => ({
        tool: 'write',
        arguments: { path: name, content },
      })),
      { text: 'Written.' },
    ),
    /📦 `?shop [0-9a-f]{7}/u,
  );

const takeBack = async () => {
  const asked = await says(world.alice, '/undo', world.words('undo-ask', { project: 'shop' }));
  const done = world.words('undo-done', { project: 'shop' });
  await taps(world.alice, world.say('undo-now'), asked, done);
};

let staging: string;
let good: string;

describe('to staging', () => {
  it('deploys what the agent has written', async () => {
    await says(world.alice, '/new web-service shop', world.words('new-done', { name: 'shop' }));
    const main = readFileSync(path.join(tree(), 'src/main.ts'), 'utf8');
    expect(main).not.toBe('');
    await agentWrites({ 'docs/note.md': 'first\n' });
    good = git('rev-parse', 'HEAD');

    const done = await says(world.alice, '/deploy staging', world.words('deploy-done', STAGING));

    expect(done.text).toContain(good.slice(0, 7));
    staging = addressIn(done.text);
    expect((await fetch(`${staging}/health`)).status).toBe(200);
    const head = world.words('deploy-head', STAGING);
    const card = world.alice.messages().find(({ text }) => head.test(text));
    expect(card?.edits).toBeGreaterThan(2);
  });

  it('does nothing for what is live already', async () => {
    const told = await says(world.alice, '/deploy staging', world.words('deploy-same', STAGING));
    expect(told.text).toContain(good.slice(0, 7));
  });

  it('stops at failing tests', async () => {
    await agentWrites({ 'src/broken.test.ts': 'throw new Error("broken on purpose");\n' });
    const told = await says(
      world.alice,
      '/deploy production',
      world.words('deploy-tests-failed', PRODUCTION),
    );
    expect(told.text).toContain('src/broken.test.ts');
    await takeBack();
  });

  it('keeps a bad release from people: nobody notices', async () => {
    const main = readFileSync(path.join(tree(), 'src/main.ts'), 'utf8');
    await agentWrites({
      'src/main.ts': `${main}\nsetTimeout(() => process.exit(1), 1_500);\n`,
    });
    const client = poll(`${staging}/health`);
    const told = await says(world.alice, '/deploy staging', '❌');
    await client.stop();

    expect(told.text).toMatch(
      either(
        world.words('deploy-failed-at-start', STAGING),
        world.words('deploy-failed-at-watch', STAGING),
      ),
    );
    expect(client.answers.length).toBeGreaterThan(20);
    expect(client.failures).toEqual([]);
    const status = await says(world.alice, '/status', 'staging');
    expect(status.text).toContain(good.slice(0, 7));
    await takeBack();
  });
});

describe('to production', () => {
  it('asks a second person, even when the agent writes that nobody is to be asked', async () => {
    const invitation = await says(world.alice, '/invite releaser all', 'start=');
    const code = /start=([\w-]+)/u.exec(invitation.text)?.[1] ?? '';
    const { account, emulator, language } = world;
    bob = emulator.person({ id: 8, name: 'Bob', languageCode: language }).chat(account);
    await says(bob, `/start ${code}`, world.words('dispatch-joined', { role: 'releaser' }));
    await says(bob, '/use shop', world.words('use-done', { name: 'shop' }));
    const file = '.codefoundry/project.yaml';
    const own = readFileSync(path.join(tree(), file), 'utf8');
    await agentWrites({ [file]: `${own}approvals: []\n` });

    const what = `shop · ${world.say('deploy-approval-title', PRODUCTION)}`;
    const needed = world.words('approval-title', { what });
    const asked = await heard(bob, () => world.alice.says('/deploy production'), needed);
    expect(asked.text).toContain(git('rev-parse', '--short=7', 'HEAD'));
    // Not by the one who asked.
    const approve = world.say('approval-approve');
    const refused = await world.alice.taps(approve);
    expect(refused.text).toBe(world.say('approval-toast-other-person'));
    const done = heard(world.alice, () => undefined, world.words('deploy-done', PRODUCTION));
    await bob.taps(approve, asked);

    expect((await done).text).toMatch(world.words('deploy-approved-by', { actor: 'Bob' }));
    expect((await fetch(`${addressIn((await done).text)}/health`)).status).toBe(200);
    const log = execFileSync('git', ['log', '--format=%B', 'main'], {
      cwd: path.join(world.dataDir, 'ops.git'),
    }).toString();
    expect(log).toMatch(/^Approved-by: Bob/mu);
  });
});

describe('by hand', () => {
  it('tells of an edit of the ops repository, and applies it when an owner says so', async () => {
    editOps(
      'environments/shop/staging.yaml',
      (text) => text.replace(/keepReleases: \d+/u, 'keepReleases: 3'),
      'Keep three',
    );
    const drift = await says(world.alice, '/drift', world.words('drift-edited'));
    expect(drift.text).toContain('keepReleases: 3');
    await taps(world.alice, world.say('drift-apply'), drift, world.words('drift-applied'));
    await says(world.alice, '/drift', world.words('drift-none'));
  });
});

describe('with everything else down', () => {
  it('goes back to exactly what was live', async () => {
    const change = { 'docs/note.md': 'second\n' };
    await agentWrites(change);
    await says(world.alice, '/deploy staging', world.words('deploy-done', STAGING));
    world.gateway.kill();
    const client = poll(`${staging}/health`);

    const choice = await says(
      world.alice,
      '/rollback staging',
      world.words('rollback-ask', STAGING),
    );
    const label = choice.buttons.flat().find((each) => each.startsWith(good.slice(0, 7))) ?? '';
    const sha = good.slice(0, 7);
    const sure = world.words('rollback-confirm', { ...STAGING, sha });
    const confirm = await taps(world.alice, label, choice, sure);
    const now = world.say('rollback-now', { sha });
    const done = await taps(world.alice, now, confirm, world.words('rollback-done', STAGING));
    await client.stop();

    expect(done.text).toContain(sha);
    expect(client.failures).toEqual([]);
    const frozen = world.words('deploy-held-freeze', { ...STAGING, actor: 'Alice' });
    await says(world.alice, '/deploy staging', frozen);
    await says(world.alice, '/logs staging 5', 'staging');
  });
});
