import { execFileSync } from 'node:child_process';
import { access, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DEFAULT_PREFERENCES } from '#kernel/preferences.ts';
import { type MemoryRun, RunFailure } from '#ports/gateway/memory.ts';
import type { Json } from '#ports/store/port.ts';
import { createWorld, type World } from '#test/world.ts';

const SOON = { timeout: 10_000 };
let world: World;

beforeEach(async () => {
  world = await createWorld();
  await world.says(7, '/new telegram-bot demo');
  await see('is ready');
});
afterEach(() => world.close());

const texts = () => world.messages.map((each) => each.card.text.replaceAll('\\', ''));
const see = (text: string | RegExp) =>
  vi.waitFor(() => {
    const found = texts().findLast((each) =>
      typeof text === 'string' ? each.includes(text) : text.test(each),
    );
    if (found === undefined) throw new Error(`never saw ${text} in\n${texts().join('\n---\n')}`);
    return found;
  }, SOON);
const log = (format: string) =>
  execFileSync('git', ['log', `--format=${format}`], {
    cwd: world.workspace.directory('demo'),
  }).toString();
const write = (run: MemoryRun, file: string, text = 'x\n') =>
  writeFile(path.join(run.directory, file), text);
const askColorAndSize = async (run: MemoryRun) => {
  const answers = await run.ask([
    { id: 'a', text: 'Which color?', options: ['Red', 'Blue'] },
    { id: 'b', text: 'Which size?', options: ['S', 'L'] },
  ]);
  return `Answers: ${JSON.stringify(answers)}`;
};
const never = () => new Promise<never>(() => undefined);

it('commits what the agent changed, once, with trailers, and says what it cost', async () => {
  world.gateway.script(async (run) => {
    run.step({ stepId: '1', state: 'running', tool: 'write', title: 'Write a.txt', file: 'a.txt' });
    await write(run, 'a.txt', 'one\ntwo\n');
    run.step({ stepId: '1', state: 'done', tool: 'write', title: 'Write a.txt', file: 'a.txt' });
    return {
      text: 'Wrote **it**.',
      usage: { inputTokens: 12_000, outputTokens: 34, costUsd: 0.0123 },
    };
  });

  await world.says(7, 'write a file');

  const final = await see('Wrote **it**.');
  expect(final).toContain('12,000 + 34 tokens');
  expect(final).toContain('$0.0123');
  expect(await see('1 file · +2 −0')).toContain('a.txt');
  expect(log('%an|%s|%(trailers:key=Requested-by,valueonly)').split('\n')[0]).toBe(
    'Alice|Write a file|Alice (Telegram 7)',
  );
  expect(
    world.messages.find((each) => each.key.endsWith(':progress') && each.key.startsWith('turn'))
      ?.closed,
  ).toBe(true);
});

it('shows the answer while it is being written, but no word that is not whole', async () => {
  world.gateway.script(async (run) => {
    run.say('The key is sk-ant-');
    run.say('The key is sk-ant-api03-x and');
    return 'The key is **gone**.';
  });

  await world.says(7, 'write');

  await see('The key is **gone**.');
  const [key = '', texts] = [...world.written][0] ?? [];
  expect(texts?.slice(0, 2)).toEqual(['The key is ', expect.stringMatching(/^The key is .* $/u)]);
  expect(world.messages.find((each) => each.key === key)?.closed).toBe(true);
});

it('keeps work that it found in the tree apart from its own', async () => {
  await writeFile(path.join(world.workspace.directory('demo'), 'mine.txt'), 'precious');
  world.gateway.script(async (run) => {
    await write(run, 'theirs.txt');
    return 'Done.';
  });

  await world.says(7, 'do it');
  await see('theirs.txt');

  expect(log('%s').split('\n').slice(0, 2)).toEqual(['Do it', 'Keep work found in the tree']);
  expect(await see('kept in commit')).toContain('demo');
});

it('puts back what an agent changed that was only to read, also when the turn breaks', async () => {
  world.gateway.script(async (run) => {
    await write(run, 'stray.txt');
    return 'An answer.';
  });
  const { operations } = world.store;
  const endStep = operations.endStep.bind(operations);
  Object.assign(operations, {
    endStep: (id: string, name: string, ...rest: [Json, number, number]) => {
      if (name === 'answer') throw new Error('something broke');
      return endStep(id, name, ...rest);
    },
  });
  await world.says(7, '/explain README.md');
  await see('Something broke on my side');
  expect(await see('stray.txt')).toContain('put it back');
  Object.assign(operations, { endStep });
  await expect(access(path.join(world.workspace.directory('demo'), 'stray.txt'))).rejects.toThrow(
    'ENOENT',
  );
});

it('leaves what it changed to /commit for who wants it so, and takes nothing else of the tree', async () => {
  await world.store.preferences.save(7, { ...DEFAULT_PREFERENCES, commitsTurns: false });
  const before = log('%s');
  world.gateway.script(async (run) => {
    await write(run, 'first.txt');
    return 'Done.';
  });

  await world.says(7, 'do it');
  expect(await see('Done.')).toContain('waits for /commit');
  await world.says(7, 'and again');
  await vi.waitFor(
    () =>
      expect(world.messages.filter(({ card }) => card.text.startsWith('Done.'))).toHaveLength(2),
    { timeout: 10_000 },
  );

  expect(log('%s')).toBe(before);
  await world.says(7, '/commit Both of it');
  await vi.waitFor(() => expect(log('%s').split('\n')[0]).toBe('Both of it'), { timeout: 10_000 });
});

it('keeps the work of who commits by hand apart from that of others, under their name, and tells both', async () => {
  await world.store.preferences.save(8, { ...DEFAULT_PREFERENCES, commitsTurns: false });
  await world.store.actors.save({ id: 8, name: 'Bob', role: 'developer' });
  await world.says(8, '/use demo');
  world.gateway.script(async (run) => {
    await write(run, `${run.text.includes('Bob') ? 'bobs' : 'alices'}.txt`);
    return 'Done.';
  });
  await world.says(8, 'for Bob');
  await see('waits for /commit');

  await world.says(7, 'for her');
  await see('alices.txt');

  const format = '%an %ae|%s|%(trailers:key=Work-of,valueonly,separator=%x2C)';
  expect(log(format).split('\n').slice(0, 2)).toEqual([
    'Alice 7@telegram.invalid|For her|',
    expect.stringMatching(/^Person 8 8@telegram\.invalid\|Keep work .*\|Person 8 \(Telegram 8\)$/u),
  ]);
  const cards = world.messages.filter(({ key }) => key.includes(':kept'));
  expect(cards.map(({ conversationId }) => conversationId.split(':')[0])).toEqual(['7', '8']);
  expect(await see('held work of Person 8')).toContain('kept apart');
  expect(await see('Your uncommitted work in demo')).toContain('Alice went on there');
});

it('names everybody whose uncommitted work is in one commit', async () => {
  for (const id of [7, 8]) {
    await world.store.preferences.save(id, { ...DEFAULT_PREFERENCES, commitsTurns: false });
  }
  await world.store.actors.save({ id: 8, name: 'Bob', role: 'developer' });
  await world.says(8, '/use demo');
  world.gateway.script(async (run) => {
    await write(run, 'both.txt', run.text);
    return 'Done.';
  });
  await world.says(8, 'for Bob');
  await see('waits for /commit');
  await world.says(7, 'for her');
  await vi.waitFor(async () => expect(await world.store.operations.unfinished()).toEqual([]), SOON);
  await world.says(7, '/commit Ours');
  await see('both.txt');

  const trailers = '%(trailers:key=Requested-by,valueonly)|%(trailers:key=Work-of,valueonly)';
  expect(log(`%s|${trailers}`).split('\n').slice(0, 2)).toEqual([
    'Ours|Alice (Telegram 7)',
    '|Person 8 (Telegram 8)',
  ]);
  expect(await world.store.settings.get('uncommitted:demo')).toBeNull();
});

it('runs the checks of the template without asking, and asks for the rest', async () => {
  const decisions: string[] = [];
  world.gateway.script(async (run) => {
    decisions.push(await run.approve('npm test'));
    decisions.push(await run.approve('rm -rf build'));
    decisions.push(await run.approve('npm test -- --grep "x"'));
    return 'Done.';
  });

  await world.says(7, 'test it');
  await see('rm -rf build');
  await world.taps(7, '✅ Allow once');
  await see('--grep');
  await world.taps(7, '❌ Deny');
  await see('Done.');

  expect(decisions).toEqual(['allow-once', 'allow-once', 'deny']);
});

it('remembers a command that was allowed in the project, until it is revoked', async () => {
  world.gateway.script(async (run) => `Answer: ${await run.approve('make all')}`);
  await world.says(7, 'one');
  await see('make all');
  await world.taps(7, '✅ Allow this command in this project');
  await see('Answer: allow-once');

  world.gateway.script(async (run) => `Again: ${await run.approve('make all')}`);
  await world.says(7, 'two');
  await see('Again: allow-once');

  const { card } = await world.says(7, '/approvals');
  expect(card?.text).toContain('make all');
  const revoke = card?.buttons?.[0]?.[0];
  await world.says(7, `/approvals ${revoke?.words.join(' ')}`);
  expect((await world.says(7, '/approvals')).card?.text).not.toContain('make all');
});

it('lets nobody decide but the one who asked and the owners', async () => {
  await world.store.actors.save({ id: 8, name: 'Bob', role: 'developer' });
  world.gateway.script(async (run) => `Answer: ${await run.approve('make')}`);
  await world.says(7, 'go');
  await see('wants to run');
  const ask = world.messages.findLast((each) => each.key.startsWith('ask:'));
  const words = ask?.card.buttons?.[0]?.[0]?.words ?? [];

  expect((await world.says(8, `/approve ${words.join(' ')}`)).card?.text).toContain(
    'Only the one who asked',
  );
  await world.taps(7, '❌ Deny');
  await see('Answer: deny');
  expect((await world.says(7, `/approve ${words.join(' ')}`)).card?.text).toContain(
    'Alice has decided',
  );
});

it('takes typed text as the answer to an open question', async () => {
  world.gateway.script(askColorAndSize);
  await world.says(7, 'ask me');
  await see('Which size?');
  await world.says(7, 'Green, please');
  await world.taps(7, 'L');
  expect(await see('Answers:')).toContain('{"a":["Green, please"],"b":["L"]}');
});

it('queues a second request, and goes on with it in order', async () => {
  const gate = Promise.withResolvers<void>();
  world.gateway.script(async (run) => {
    if (run.text === 'first') await gate.promise;
    return `Did ${run.text}.`;
  });
  await world.says(7, 'first');
  await world.says(7, 'second');
  await see('1 ahead: second');
  gate.resolve();
  await see('Did second.');
  const finals = texts().filter((each) => each.startsWith('Did'));
  expect(finals.map((each) => each.split('.')[0])).toEqual(['Did first', 'Did second']);
});

it('stops by /stop what runs and what waits, and keeps what was written', async () => {
  world.gateway.script(async (run) => {
    await write(run, 'half.txt');
    run.say('Half');
    return never();
  });
  await world.says(7, 'first');
  await see(/Working/u);
  await world.says(7, 'second');
  await see('1 ahead');
  await vi.waitFor(
    async () => expect(await world.git.changes(world.workspace.directory('demo'))).toHaveLength(1),
    SOON,
  );

  expect((await world.says(7, '/stop')).card?.text).toContain('2 tasks');
  await see('Stopped.');
  await see('Canceled before it began');
  await see('half.txt');
  expect((await world.says(7, '/stop')).card?.text).toContain('Nothing runs');
  const cards = world.messages.filter(({ key }) => /^turn.*:progress$/u.test(key));
  // The one has an answer beside it, of the other the card is all there is.
  expect(cards.map(({ card }) => card.inPlaceOnly ?? false)).toEqual([true, false]);
});

it('finishes after a restart of the bot, with one answer and one commit', async () => {
  const gate = Promise.withResolvers<void>();
  world.gateway.script(async (run) => {
    await write(run, 'survivor.txt');
    run.say('Working on it');
    await gate.promise;
    return 'Survived.';
  });
  await world.says(7, 'survive');
  await vi.waitFor(
    async () => expect(await world.git.changes(world.workspace.directory('demo'))).toHaveLength(1),
    SOON,
  );
  await world.operations.shutdown();

  const next = world.restart();
  await next.operations.resume();
  gate.resolve();
  await see('Survived.');
  await see('survivor.txt');

  expect(texts().filter((each) => each.startsWith('Survived.'))).toHaveLength(1);
  expect(log('%s').trim().split('\n')).toEqual(['Survive', 'Create demo from telegram-bot']);
  await next.operations.shutdown();
});

it.each([
  ['auth', 'refused the key'],
  ['billing', 'no credit'],
  ['rate-limit', 'too many requests'],
  ['overloaded', 'overloaded'],
  ['unavailable', 'does not answer'],
  ['too-long', 'more than the model can read'],
  ['no-such-model', 'no such model'],
  ['declined', 'other words'],
  ['other', 'The agent failed'],
] as const)('says what a person can do about a failure: %s', async (cause, words) => {
  world.gateway.script(async () => {
    throw new RunFailure(cause, 'HTTP 4xx');
  });
  await world.says(7, 'go');
  expect(await see(words)).toContain('HTTP 4xx');
});

it('keeps a text that came before there was a project', async () => {
  const fresh = await createWorld();
  const { card } = await fresh.says(7, 'add a /ping command');
  expect(card?.text).toContain('kept');
  await fresh.says(7, '/new telegram-bot other');
  await vi.waitFor(
    () =>
      expect(fresh.messages.at(-1)?.card.buttons?.[0]?.[0]).toMatchObject({
        command: 'code',
        words: ['add a /ping command'],
      }),
    SOON,
  );
  await fresh.close();
});

it('tells the answer even when git cannot commit', async () => {
  world.gateway.script(async (run) => {
    await write(run, 'a.txt');
    await writeFile(path.join(run.directory, '../../git/demo.git/HEAD'), 'broken');
    return 'The answer.';
  });
  await world.says(7, 'go');
  expect(await see('The answer.')).toContain('could not commit');
});

it('says so when something breaks before the agent could start', async () => {
  await writeFile(
    path.join(world.workspace.directory('demo'), '../../git/demo.git/HEAD'),
    'broken',
  );
  await world.says(7, 'go');
  await see('Something broke on my side');
  expect(world.messages.at(-1)?.card.buttons?.[0]?.[0]).toMatchObject({
    command: 'code',
    words: ['go'],
  });
});

it('does not let a question that died with the gateway swallow what is typed next', async () => {
  world.gateway.script(async (run) => {
    if (run.isRecovery) return 'Recovered.';
    await run.ask([{ id: 'a', text: 'Which color?', options: ['Red'] }]);
    return 'never';
  });
  await world.says(7, 'ask me');
  await see('Which color?');
  world.gateway.crash();
  world.gateway.goUp();
  await see('Recovered.');
  await see('No longer waiting');

  world.gateway.script(async (run) => `Did ${run.text}.`);
  await world.says(7, 'important work');
  expect(await see('Did important work.')).toContain('no files changed');
});

it('gives the agent the first of two answers, and only that', async () => {
  world.gateway.script(askColorAndSize);
  await world.says(7, 'ask me');
  await see('Which size?');
  await Promise.all([world.taps(7, 'Red'), world.taps(7, 'Blue')]);
  await world.taps(7, 'L');
  expect(await see('Answers:')).toContain('{"a":["Red"],"b":["L"]}');
});

it('denies a command outside the project, whatever is allowed', async () => {
  world.gateway.script(async (run) => `Answer: ${await run.approve('npm test', '/')}`);
  await world.says(7, 'go');
  expect(await see('Answer: deny')).toContain('no files changed');
});

it('stops what was asked to stop before the bot was killed', async () => {
  world.gateway.script(async (run) => {
    run.say('Half');
    return never();
  });
  await world.says(7, 'go');
  await see(/Working/u);
  const [running] = await world.store.operations.unfinished();
  const wish = { name: 'cancel', key: 'cancel', payload: {}, atMs: Date.now() };
  await world.store.operations.addSignal(running?.id ?? '', wish);
  await world.operations.shutdown();

  const next = world.restart();
  await next.operations.resume();
  expect(await see('Stopped.')).toContain('Half');
  await next.operations.shutdown();
});

const progressOf = (text: string) =>
  world.messages.find(
    (each) =>
      each.key.endsWith(':progress') && each.versions.some((card) => card.text.includes(text)),
  );

it('says on the card of a running turn that the bot restarts, and takes it up again', async () => {
  const gate = Promise.withResolvers<void>();
  world.gateway.script(async (run) => {
    run.step({ stepId: '1', state: 'done', tool: 'read', title: 'Read a.txt' });
    await gate.promise;
    return 'The end.';
  });
  await world.says(7, 'go');
  const card = await vi.waitFor(() => {
    const found = progressOf('Read a');
    if (!found) throw new Error('no card yet');
    return found;
  }, SOON);
  await world.operations.shutdown();
  expect(card.card.text).toContain('I am being restarted');
  expect(card.closed).toBe(false);
  expect(card.versions.some((each) => each.text.includes('Stopping'))).toBe(false);

  const next = world.restart();
  await next.operations.resume();
  await vi.waitFor(() => expect(card.card.text).toContain('Taken up again'), SOON);
  gate.resolve();
  await see('The end.');
  await vi.waitFor(() => expect(card.closed).toBe(true), SOON);
  await next.operations.shutdown();
});

it('lets go at once of what was stopped while the gateway is away, and stops it later', async () => {
  world.gateway.script(async (run) => {
    run.say('Half');
    return never();
  });
  await world.says(7, 'go');
  const card = await vi.waitFor(() => {
    const found = progressOf('Working');
    if (!found) throw new Error('no card yet');
    return found;
  }, SOON);
  await vi.waitFor(() => expect(world.written.size).toBe(1), SOON);
  world.gateway.goDown({ code: 'restarting' });
  await world.says(7, '/stop');
  await world.operations.shutdown();
  expect(card.card.text).toContain('I am being restarted');

  const next = world.restart();
  await next.operations.resume();
  world.gateway.goUp();
  expect(await see('Stopped.')).toContain('no files changed');
  await next.operations.shutdown();
});

it('says on the card since when the gateway is away and why, and its return once', async () => {
  const gate = Promise.withResolvers<void>();
  world.gateway.script(async (run) => {
    run.say('Half');
    await gate.promise;
    return 'The end.';
  });
  await world.says(7, 'go');
  await see(/Working/u);
  world.gateway.goDown({ code: 'restarting' });
  expect(await see(/gateway is not there since \d\d:\d\d UTC/u)).toContain('is started again');
  world.gateway.goUp();
  const back = await see('gateway was away for');
  expect(back.match(/away/gu)).toHaveLength(1);
  expect(back).not.toContain('Taken up again');
  gate.resolve();
  await see('The end.');
});

it('says nothing of an interruption when the gateway was only late', async () => {
  world.gateway.goDown({ code: 'starting' });
  world.gateway.script(async () => 'The end.');
  await world.says(7, 'go');
  await see('starting, about 20 s');
  world.gateway.goUp();
  await see('The end.');
  const shown = progressOf('starting')?.versions.map((card) => card.text) ?? [];
  expect(shown.filter((text) => /was away|Taken up/u.test(text))).toEqual([]);
});

it('closes the card of a turn that ended while nobody could tell the card', async () => {
  world.gateway.script(never);
  await world.says(7, 'go');
  await see(/Working/u);
  const [running] = await world.store.operations.unfinished();
  await world.operations.shutdown();
  await world.store.operations.update(
    running?.id ?? '',
    { state: 'failed' },
    Date.now(),
    1_000_000,
  );

  const next = world.restart();
  await next.operations.resume();
  await next.tidy();
  const card = world.messages.find((each) => each.key === `${running?.id}:progress`);
  expect(card?.closed).toBe(true);
  expect(card?.card.text).toContain('broken off');
  await next.operations.shutdown();
});
