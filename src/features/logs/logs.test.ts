import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Reply } from '#dispatch/request.ts';
import type { Actor, Role } from '#kernel/actor.ts';
import { createWorld, type World } from '#test/world.ts';

const ALICE = 7;
const DORA = 8;
const WAIT = { timeout: 20_000 };
const STAGING = { project: 'shop', environment: 'staging' };

let world: World;
let reply: Reply;
let taps = 0;

const says = async (actorId: number, text: string, chatId = actorId) => {
  reply = await world.dispatch({
    id: `update:1:logs${(taps += 1)}`,
    place: { chatId },
    chatKind: chatId < 0 ? 'group' : 'private',
    from: { id: actorId, name: `Person ${actorId}` },
    kind: 'text',
    text,
  });
  return answer();
};
const answer = () => (reply.card?.text ?? reply.toast ?? '').replaceAll('\\', '');
const labels = () => reply.card?.buttons?.flat().map((each) => each.label) ?? [];
const newest = () => world.messages.at(-1)!;
const tap = async (actorId: number, label: string, on: Pick<Reply, 'card'> = reply) => {
  reply = await world.taps(actorId, label, on);
  return answer();
};
const prints = (...lines: readonly string[]) => {
  for (const line of lines) world.deployer.prints(STAGING, line);
};
const joins = (id: number, rights: Role | Partial<Actor>) => {
  const base = { id, name: `Person ${id}`, role: 'viewer' } as const;
  return world.store.actors.save({
    ...base,
    ...(typeof rights === 'string' ? { role: rights } : rights),
  });
};
/** Resolves once the newest message shows that. */
const see = (words: string) =>
  vi.waitFor(() => expect(newest().card.text.replaceAll('\\', '')).toContain(words), WAIT);

beforeEach(async () => {
  world = await createWorld();
  for (const name of ['shop', 'blog'])
    await world.store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: ALICE });
  await joins(DORA, 'developer');
  for (const id of [ALICE, DORA]) await says(id, '/use shop');
});
afterEach(() => world.close());

describe('/logs', () => {
  it('shows the last lines of the environment, as they are and as code', async () => {
    prints('1 one', '2 *two* `` ``` [x](y)');
    const text = await says(DORA, '/logs staging');
    expect(text).toContain('📜 **shop** · staging');
    expect(reply.card?.text).toContain('````\n1 one\n2 *two* `` ``` [x](y)\n````');
  });

  it('asks which environment where there are several, and keeps what was typed', async () => {
    prints('1 fine', '2 ERROR bad');
    expect(await says(DORA, '/logs error')).toContain('Which environment');
    expect(labels()).toEqual(['staging', 'production']);
    await tap(DORA, 'staging');
    expect(answer()).toContain('2 ERROR bad');
    expect(answer()).not.toContain('1 fine');
  });

  it('takes the one where something was deployed', async () => {
    prints('1 here');
    const by = { id: ALICE, name: 'Alice' };
    const desired = {
      revision: 'a'.repeat(40),
      release: 'r1',
      requestedBy: by,
      operation: 'o',
      atMs: 1,
    };
    await world.ops.propose({ ...STAGING, by, reason: '', operationId: 'o', desired });
    await world.ops.merge('o');
    expect(await says(DORA, '/logs')).toContain('1 here');
  });

  it('chooses from everything that is kept when it searches or filters', async () => {
    prints('1 needle', ...Array.from({ length: 1_500 }, (_, index) => `${index} hay`));
    expect(await says(DORA, '/logs staging "NEEDLE" 5')).toContain('1 needle');
  });

  it('shows the newest that fit, and the rest as a file', async () => {
    prints(...Array.from({ length: 400 }, (_, index) => `${index} ${'x'.repeat(100)}`));
    const text = await says(DORA, '/logs staging');
    expect(text).toContain('399 xxx');
    expect(text).toMatch(/The newest \d+ of 50 lines/u);
    expect(text.length).toBeLessThan(4_000);
    await tap(DORA, '📄 File');
    expect(reply.card?.file?.content).toMatch(/^0 x+\n/u);
    expect(reply.card?.file?.name).toMatch(/^shop-staging-\d{8}T\d{6}\.log$/u);
    await says(DORA, '/logs staging 200');
    expect(String(reply.card?.file?.content).trim().split('\n')).toHaveLength(200);
  });

  it('shows no secret, neither whole nor cut off at the end of a long line', async () => {
    world.masker.add('hunter2-hunter2');
    prints('1 hunter2-hunter2', `2 ${'x'.repeat(390)}hunter2-hunter2 ${'y'.repeat(100)}`);
    await says(DORA, '/logs staging');
    expect(reply.card?.text).not.toContain('hunt');
    await tap(DORA, '📄 File');
    expect(reply.card?.file?.content).not.toContain('hunter2');
  });

  it('says what it does not understand, and that nothing is there', async () => {
    expect(await says(DORA, '/logs staging --all')).toContain('I do not understand “--all”');
    expect(await says(DORA, '/logs staging')).toContain('Nothing was printed');
    expect(await says(ALICE, '/logs gateway')).toContain('runs elsewhere');
  });

  it('shows a project to nobody who may not see it, by words or by buttons', async () => {
    prints('1 shop-secret-line');
    await joins(10, { confined: true, projectRoles: { blog: 'owner' } });
    await says(10, '/use blog');
    for (const line of [
      '/logs shop staging',
      '/logs staging',
      '/logs_of shop show "" staging',
      '/logs_of shop follow',
      '/logs bot',
      '/logs gateway',
    ]) {
      expect(await says(10, line)).not.toContain('shop-secret-line');
      expect(reply.card?.file).toBeUndefined();
    }
    await says(DORA, '/logs staging');
    const asked = reply;
    for (const label of ['📄 File', '🔄 Again', '▶ Follow']) {
      await tap(10, label, asked);
      expect(answer()).not.toContain('1 shop');
    }
    expect(world.messages.filter(({ key }) => key.startsWith('logs-'))).toEqual([]);
  });
});

describe('the log of the bot', () => {
  it('is for owners alone, and not in groups', async () => {
    world.botLog.add('{"level":50,"time":1,"msg":"bot-line"}');
    expect(await says(ALICE, '/logs bot')).toContain('ERROR bot-line');
    expect(await says(DORA, '/logs bot')).toContain('owner');
    expect(await says(ALICE, '/logs bot', -100)).not.toContain('bot-line');
    await joins(DORA, { role: 'viewer', projectRoles: { shop: 'owner' } });
    expect(await says(DORA, '/logs bot')).not.toContain('bot-line');
    await says(ALICE, '/logs bot');
    expect(await tap(DORA, '🔄 Again')).not.toContain('bot-line');
  });
});

describe('following', () => {
  it('is one card that grows until it is stopped', async () => {
    prints('1 one');
    await says(DORA, '/logs staging follow');
    await see('1 one');
    prints('2 two');
    await see('2 two');
    const messages = world.messages.length;
    expect(newest().card.ring).toBe(false);
    await tap(DORA, '⏹ Stop', newest());
    await see('⏹ Stopped.');
    expect(newest().closed).toBe(true);
    prints('3 three');
    expect(world.messages.length).toBe(messages);
    expect(newest().card.text).not.toContain('3 three');
    expect(await world.store.operations.unfinished()).toEqual([]);
  });

  it('ends by itself', async () => {
    world.logTimes.longestMs = 100;
    prints('1 one');
    await says(DORA, '/logs staging follow');
    await see('Ended by itself');
    expect(newest().closed).toBe(true);
  });

  it('ends with the right to read, and then shows nothing', async () => {
    prints('1 one');
    await says(DORA, '/logs staging follow');
    await see('1 one');
    await joins(DORA, 'viewer');
    await see('You may not read this log any more');
    expect(newest().card.text).not.toContain('1 one');
    expect(newest().card.file).toBeUndefined();
  });

  it('of the bot ends when one is no owner any more', async () => {
    await joins(DORA, 'owner');
    world.botLog.add('bot-line');
    await says(DORA, '/logs bot follow');
    await see('bot-line');
    await joins(DORA, 'releaser');
    await see('You may not read');
    expect(newest().card.text).not.toContain('bot-line');
  });

  it('is one for each conversation', async () => {
    prints('1 one');
    await says(DORA, '/logs staging follow');
    await see('1 one');
    const first = newest();
    await says(DORA, '/logs staging "1" follow');
    await vi.waitFor(() => expect(first.closed).toBe(true), WAIT);
    expect(first.card.text).toContain('Another log is followed');
  });

  it('is stopped only by whose it is', async () => {
    prints('1 one');
    await says(DORA, '/logs staging follow');
    await see('1 one');
    const words = newest()
      .card.buttons!.flat()
      .find(({ label }) => label === '⏹ Stop')!.words;
    await says(ALICE, `/logs_of ${words.join(' ')}`);
    prints('2 two');
    await see('2 two');
    expect(newest().closed).toBe(false);
  });

  it('that a restart cut off is closed with a word, once, and begins anew by a tap', async () => {
    prints('1 one');
    await says(DORA, '/logs staging follow');
    await see('1 one');
    world.leave();
    const old = newest();
    world = world.restart();
    await world.tidy();
    expect(old.closed).toBe(true);
    expect(old.card.text).toContain('I was restarted');
    await world.tidy();
    expect(world.messages.filter(({ key }) => key.startsWith('logs-'))).toHaveLength(1);
    await tap(DORA, '▶ Follow', old);
    await see('1 one');
  });
});
