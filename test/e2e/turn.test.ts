import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { killBots, until } from './bot.ts';
import { isBusy } from './real-gateway.ts';
import { either } from './words.ts';
import { createWorld, type GatewayWorld } from './world.ts';

let world: GatewayWorld;

beforeAll(async () => {
  world = await createWorld();
});

afterAll(async () => {
  await world?.close();
  await killBots();
});

const ALICE_IN_DEMO = { project: 'demo', actor: 'Alice' };
const demo = (...steps: readonly object[]) => `#demo ${JSON.stringify({ steps })}`;
const project = (name: string) => path.join(world.projectsDir, name);
const git = (name: string, ...args: readonly string[]) =>
  execFileSync('git', args, { cwd: project(name) }).toString();
const commits = (name: string) => git(name, 'log', '--format=%s').trim().split('\n');
/** The last message of the chat so far: what comes later has a greater id. */
const mark = () => world.alice.lastMessage()?.message_id ?? 0;

/** The message once its buttons are gone: edits wait for Telegram's limits. */
const closedCard = (messageId: number) =>
  until(
    () =>
      world.alice
        .messages()
        .find((each) => each.message_id === messageId && each.buttons.length === 0),
    20_000,
  );

async function npmTest(name: string): Promise<number> {
  try {
    execFileSync('npm', ['test'], { cwd: project(name), stdio: 'pipe' });
    return 0;
  } catch (error) {
    return (error as { status: number }).status;
  }
}

describe('from a message to a commit', () => {
  const command = `c${randomBytes(3).toString('hex')}`;

  it('makes a project whose tests pass', async () => {
    world.alice.says('/new telegram-bot demo');
    await world.see(world.words('new-done', { name: 'demo' }), { timeoutMs: 120_000 });
    expect(commits('demo')).toEqual(['Create demo from telegram-bot']);
  });

  it('has a command written, committed and named', async () => {
    const after = mark();
    world.alice.says(`add a /${command} command with a test`);
    const final = await world.see(/📦 demo [0-9a-f]{7}/u, { after });
    const card = await world.see(world.words('turn-ended', ALICE_IN_DEMO), { after });
    const numbers = { files: /[2-9]/u, added: /\d+/u, removed: /\d+/u };
    const change = await world.see(world.words('turn-change', { ...ALICE_IN_DEMO, ...numbers }), {
      after,
    });

    expect(card.edits).toBeGreaterThan(0);
    expect(change.text).toContain(`${command}.ts`);
    const sha = git('demo', 'rev-parse', '--short=7', 'HEAD').trim();
    expect(final.text).toContain(sha);
    const message = git('demo', 'log', '-1', '--format=%an%n%B');
    expect(message).toMatch(/^Alice\nAdd a \//u);
    expect(message).toMatch(/^Operation: turn-update-\d+-\d+$/mu);
    expect(message).toMatch(/^Requested-by: Alice \(Telegram 7\)$/mu);
    expect(message).toMatch(/^Agent-run: /mu);
    expect(git('demo', 'status', '--porcelain')).toBe('');
  });

  it('has real work in it: the generated test fails without its handler', async () => {
    expect(await npmTest('demo')).toBe(0);
    const file = path.join(project('demo'), 'src/commands', `${command}.ts`);
    const handler = readFileSync(file, 'utf8');
    writeFileSync(file, 'export {};\n');
    expect(await npmTest('demo')).not.toBe(0);
    writeFileSync(file, handler);
  });
});

describe('asking a person', () => {
  it('runs nothing that was denied, and says so to the agent', async () => {
    const after = mark();
    world.alice.says(
      demo(
        { tool: 'exec', arguments: { command: 'touch denied.txt' } },
        { text: 'Result: {{last}}' },
      ),
    );
    await world.see('touch denied.txt', { after });
    await world.alice.taps(world.say('ask-button-deny'));
    const final = await world.see('Result:', { after });
    expect(final.text).toMatch(/denied/iu);
    expect(existsSync(path.join(project('demo'), 'denied.txt'))).toBe(false);
    await world.see(world.words('ask-decided-deny', { actor: 'Alice' }), { after });
  });

  it('runs what was allowed once, once', async () => {
    const line = demo(
      { tool: 'exec', arguments: { command: 'touch allowed.txt' } },
      { text: 'All done.' },
    );
    let after = mark();
    world.alice.says(line);
    await world.see('touch allowed.txt', { after });
    await world.alice.taps(world.say('ask-button-once'));
    await world.see('All done.', { after });
    await world.see('allowed.txt +0', { after });

    after = mark();
    world.alice.says(line);
    const ask = await world.see('touch allowed.txt', { after });
    await world.alice.taps(world.say('ask-button-always'), ask);
    await world.see('All done.', { after });

    after = mark();
    world.alice.says(line);
    await world.see('All done.', { after });
    const question = world.words('ask-approval');
    expect(
      world.alice.messages().filter((each) => each.message_id > after && question.test(each.text)),
    ).toEqual([]);
  });

  it('closes the message of an approval with who decided', async () => {
    const after = mark();
    world.alice.says(
      demo({ tool: 'exec', arguments: { command: 'touch late.txt' } }, { text: 'Late done.' }),
    );
    const ask = await world.see('touch late.txt', { after });
    await world.alice.taps(world.say('ask-button-once'), ask);
    await world.see('Late done.', { after });
    const closed = await closedCard(ask.message_id);
    expect(closed.text).toContain(world.say('ask-decided-once', { actor: 'Alice' }));
  });

  it('puts a question of the agent to the person, with its options as buttons', async () => {
    const after = mark();
    world.alice.says(
      demo(
        {
          tool: 'ask_user',
          arguments: {
            questions: [
              {
                id: 'color',
                header: 'Color',
                question: 'Which color?',
                options: [
                  { label: 'Red', description: 'warm' },
                  { label: 'Blue', description: 'cold' },
                ],
              },
            ],
          },
        },
        { text: 'You chose: {{last}}' },
      ),
    );
    await world.see('Which color?', { after });
    await world.alice.taps('Blue');
    const final = await world.see('You chose:', { after });
    expect(final.text).toContain('Blue');
  });
});

describe('order and Stop', () => {
  it('stops a running turn from the button of its card', async () => {
    const after = mark();
    world.alice.says('count slowly to 200');
    const card = await world.see(world.words('turn-working'), { after });
    await until(
      () =>
        world.gateway.model.requests.some((each) =>
          each.lastUserText.includes('count slowly to 200'),
        ),
      30_000,
    );
    await world.alice.taps(world.say('turn-stop'), card);
    await world.see(world.words('turn-stopped'), { after, timeoutMs: 20_000 });
    await closedCard(card.message_id);
  });

  it('answers a second message after the first, in order', async () => {
    const after = mark();
    world.alice.says(demo({ text: 'First answer.', chunkDelayMs: 1_500 }));
    world.alice.says(demo({ text: 'Second answer.' }));
    const second = await world.see(/^Second answer/u, { after });
    const first = await world.see(/^First answer/u, { after });
    expect(first.message_id).toBeLessThan(second.message_id);
  });

  it('drops a queued request by its Cancel button', async () => {
    const after = mark();
    world.alice.says('count slowly to 200');
    await world.see(world.words('turn-working'), { after });
    world.alice.says(demo({ text: 'Never said.' }));
    await world.see(world.words('turn-queued', { project: 'demo' }), { after });
    await world.alice.taps(world.say('turn-cancel'));
    await world.see(world.words('turn-dropped'), { after });
    world.alice.says('/stop');
    await world.see(world.words('turn-stopped'), { after });
    expect(world.alice.messages().filter((each) => each.text.startsWith('Never said.'))).toEqual(
      [],
    );
  });
});

describe('breaks', () => {
  it('finishes a turn that the bot was killed in, nothing twice', async () => {
    const after = mark();
    const before = commits('demo').length;
    world.alice.says(
      demo(
        { tool: 'write', arguments: { path: 'survivor.txt', content: 'alive\n' } },
        { tool: 'exec', arguments: { command: 'touch asked.txt' } },
        { text: 'Survived.' },
      ),
    );
    await world.see('touch asked.txt', { after });
    // A message whose receipt the bot could not keep is sent again, marked: faults.test.ts has that.
    await until(async () => {
      const metrics = await fetch(`${world.bot.url}/metrics`);
      return (await metrics.text()).includes('\ncodefoundry_outbox_waiting 0\n');
    }, 10_000);

    await world.restartBot();
    await world.alice.taps(world.say('ask-button-once'));

    await world.see('Survived.', { after });
    await world.see('survivor.txt', { after });
    const finals = world.alice
      .messages()
      .filter((each) => each.message_id > after && each.text.startsWith('Survived.'));
    const asks = world.alice
      .messages()
      .filter(
        (each) =>
          each.message_id > after &&
          each.text.includes('touch asked.txt') &&
          each.text.startsWith('✋'),
      );
    expect(finals).toHaveLength(1);
    expect(asks).toHaveLength(1);
    expect(commits('demo')).toHaveLength(before + 1);
  });

  it('takes the answer that came while the bot was dead', async () => {
    const after = mark();
    world.alice.says('count slowly to 20');
    await world.see(world.words('turn-working'), { after });
    await until(
      () =>
        world.gateway.model.requests.some((each) =>
          each.lastUserText.includes('count slowly to 20'),
        ),
      30_000,
    );
    await world.bot.kill();
    await until(async () => !(await isBusy(world.gateway, 'agent:main:tg:7:0:7:demo')), 60_000);
    await world.restartBot();
    await world.see(/\b20\b/u, { after });
    const finals = world.alice
      .messages()
      .filter((each) => each.message_id > after && /\b19\b/u.test(each.text));
    expect(finals).toHaveLength(1);
  });

  it('tells that the gateway was killed in the middle, and ends the turn honestly', async () => {
    const after = mark();
    world.alice.says('count slowly to 60');
    await world.see(world.words('turn-working'), { after });
    await until(
      () =>
        world.gateway.model.requests.some((each) =>
          each.lastUserText.includes('count slowly to 60'),
        ),
      30_000,
    );
    world.gateway.kill();
    await world.see(world.words('turn-gateway-down'), { after, timeoutMs: 30_000 });
    const ended = either(world.words('turn-lost'), /\b60\b/u);
    await world.see(ended, { after, timeoutMs: 170_000 });
    const last = world.alice.messages().filter((each) => each.message_id > after);
    expect(last.some((each) => each.buttons.flat().includes(world.say('turn-stop')))).toBe(false);
  });

  it('goes on afterwards as if nothing had happened', async () => {
    const after = mark();
    world.alice.says(
      demo(
        { tool: 'write', arguments: { path: 'after.txt', content: 'x' } },
        { text: 'Still here.' },
      ),
    );
    await world.see('Still here.', { after });
    await world.see('after.txt', { after });
  });
});

describe('a task beside the project', () => {
  it('has the agent work in its own tree and branch, and is merged', async () => {
    let after = mark();
    const login = world.say('task-of', { project: 'demo', task: 'login' });
    const steps = demo(
      { tool: 'write', arguments: { path: 'login.md', content: 'login\n' } },
      { tool: 'exec', arguments: { command: 'git branch --show-current' } },
      { text: 'Result: {{last}}' },
    );
    world.alice.says(`/task login ${steps}`);
    const ask = await world.see(world.words('ask-approval', { project: login }), {
      after,
      timeoutMs: 90_000,
    });
    await world.alice.taps(world.say('ask-button-once'), ask);
    await world.see('Result: task/login', { after });
    await world.see(world.words('turn-commit-named', { project: login, sha: /[0-9a-f]{7}/u }), {
      after,
    });
    expect(git('demo.login', 'log', '-1', '--format=%an', '--name-only')).toMatch(
      /Alice\s+login\.md/u,
    );
    expect(existsSync(path.join(project('demo'), 'login.md'))).toBe(false);

    after = mark();
    world.alice.says('/task login');
    const head = world.words('task-head', { project: login, branch: 'task/login' });
    const card = await world.see(head, { after });
    await world.alice.taps(world.say('task-merge-button'), card);
    await world.see(world.words('task-merged', { project: login, target: 'main' }), { after });
    expect(readFileSync(path.join(project('demo'), 'login.md'), 'utf8')).toBe('login\n');
  });
});
