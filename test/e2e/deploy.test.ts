import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PersonInChat } from '#playground/bot-api/people/person.ts';
import { killBots } from './bot.ts';
import { poll } from './poller.ts';
import { talkIn } from './talk.ts';
import { createWorld, type GatewayWorld } from './world.ts';

/** From an empty project to production and back, with the deployer `local` on this machine. */
let world: GatewayWorld;
let bob: PersonInChat;

const { says, taps, heard } = talkIn(() => world, 150_000);

beforeAll(async () => {
  world = await createWorld();
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

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
  const asked = await says(world.alice, '/undo', 'Take this back');
  await taps(world.alice, '↩️ Undo it', asked, 'is taken back');
};

let staging: string;
let good: string;

describe('to staging', () => {
  it('deploys what the agent has written', async () => {
    await says(world.alice, '/new web-service shop', 'shop is ready');
    const main = readFileSync(path.join(tree(), 'src/main.ts'), 'utf8');
    expect(main).not.toBe('');
    await agentWrites({ 'docs/note.md': 'first\n' });
    good = git('rev-parse', 'HEAD');

    const done = await says(world.alice, '/deploy staging', '✅ Deployment complete');

    expect(done.text).toContain(good.slice(0, 7));
    staging = addressIn(done.text);
    expect((await fetch(`${staging}/health`)).status).toBe(200);
    const card = world.alice
      .messages()
      .find(({ text }) => text.includes('🚀 Deploying to staging...'));
    expect(card?.edits).toBeGreaterThan(2);
  });

  it('does nothing for what is live already', async () => {
    const told = await says(world.alice, '/deploy staging', 'is live in staging');
    expect(told.text).toContain(good.slice(0, 7));
  });

  it('stops at failing tests', async () => {
    await agentWrites({ 'src/broken.test.ts': 'throw new Error("broken on purpose");\n' });
    const told = await says(world.alice, '/deploy production', '❌ Tests failed');
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

    expect(told.text).toMatch(/did not become well|broke under traffic/u);
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
    bob = world.emulator.person({ id: 8, name: 'Bob', languageCode: 'en' }).chat(world.account);
    await says(bob, `/start ${code}`, 'You are in, as releaser');
    await says(bob, '/use shop', 'shop');
    const file = '.codefoundry/project.yaml';
    const own = readFileSync(path.join(tree(), file), 'utf8');
    await agentWrites({ [file]: `${own}approvals: []\n` });

    const asked = await heard(bob, () => world.alice.says('/deploy production'), 'Approval needed');
    expect(asked.text).toContain(git('rev-parse', '--short=7', 'HEAD'));
    // Not by the one who asked.
    expect((await world.alice.taps('✅ Approve')).text).toContain('somebody else decides');
    const done = heard(world.alice, () => undefined, '✅ Deployment complete');
    await bob.taps('✅ Approve', asked);

    expect((await done).text).toContain('Approved by Bob');
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
    const drift = await says(world.alice, '/drift', 'was edited by hand');
    expect(drift.text).toContain('keepReleases: 3');
    await taps(world.alice, '✅ Apply', drift, 'in force now');
    await says(world.alice, '/drift', 'nobody has edited it');
  });
});

describe('with everything else down', () => {
  it('goes back to exactly what was live', async () => {
    const change = { 'docs/note.md': 'second\n' };
    await agentWrites(change);
    await says(world.alice, '/deploy staging', '✅ Deployment complete');
    world.gateway.kill();
    const client = poll(`${staging}/health`);

    const choice = await says(world.alice, '/rollback staging', 'Which release');
    const label = choice.buttons.flat().find((each) => each.startsWith(good.slice(0, 7))) ?? '';
    const confirm = await taps(world.alice, label, choice, 'back to');
    const now = confirm.buttons.flat().find((each) => each.includes('Roll back to')) ?? '';
    const done = await taps(world.alice, now, confirm, '✅ Rolled back');
    await client.stop();

    expect(done.text).toContain(good.slice(0, 7));
    expect(client.failures).toEqual([]);
    await says(world.alice, '/deploy staging', 'is frozen by');
    await says(world.alice, '/logs staging 5', 'staging');
  });
});
