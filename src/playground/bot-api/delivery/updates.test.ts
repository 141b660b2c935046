import { beforeEach, expect, it } from 'vitest';
import { virtualClock } from '../clock.ts';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { PersonInChat } from '../people/person.ts';

let clockMs: number;
let emulator: Emulator;
let bot: BotHandle;
let alice: PersonInChat;

beforeEach(() => {
  clockMs = Date.UTC(2026, 10, 22);
  emulator = createEmulator({ now: () => clockMs });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
});

interface Seen {
  readonly update_id: number;
  readonly message?: { readonly text?: string };
}

async function poll(parameters: Record<string, unknown> = {}): Promise<Seen[]> {
  const answer = await emulator.call(bot.token, 'getUpdates', parameters);
  if (!answer.ok) throw new Error(`${answer.error_code} ${answer.description}`);
  return answer.result as Seen[];
}

const texts = (updates: readonly Seen[]) => updates.map(({ message }) => message?.text);

it('hands the same updates out again until an offset confirms them', async () => {
  alice.says('one');
  alice.says('two');

  const first = await poll();
  const again = await poll({ offset: first[0]!.update_id });
  const rest = await poll({ offset: first[0]!.update_id + 1 });

  expect(texts(first)).toEqual(['one', 'two']);
  expect(again).toEqual(first);
  expect(texts(rest)).toEqual(['two']);
  expect(texts(await poll())).toEqual(['two']);
});

it('numbers updates one after the other and gives no more than asked for', async () => {
  for (const text of ['one', 'two', 'three']) alice.says(text);

  const two = await poll({ limit: 2 });

  expect(texts(two)).toEqual(['one', 'two']);
  expect(two[1]!.update_id - two[0]!.update_id).toBe(1);
});

it('forgets all but the last ones for a negative offset', async () => {
  for (const text of ['one', 'two', 'three']) alice.says(text);

  expect(texts(await poll({ offset: -1 }))).toEqual(['three']);
  expect(texts(await poll())).toEqual(['three']);
});

it('begins at the first update for an offset far in the future', async () => {
  alice.says('one');

  expect(texts(await poll({ offset: 2_000_000_000 }))).toEqual(['one']);
});

it('answers a long poll as soon as something happens', async () => {
  const waiting = poll({ timeout: 50 });
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);

  alice.says('now');

  expect(texts(await waiting)).toEqual(['now']);
});

it('ends the first of two long polls with 409', async () => {
  const first = poll({ timeout: 50 }).catch(String);
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);
  const second = poll({ timeout: 50 });

  expect(await first).toBe(
    'Error: 409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
  alice.says('for the second');
  expect(texts(await second)).toEqual(['for the second']);
});

it('refuses polls while a webhook is set, and ends the poll that waits', async () => {
  const waiting = poll({ timeout: 50 }).catch(String);
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);
  await emulator.call(bot.token, 'setWebhook', { url: 'https://example.org/hook' });

  expect(await waiting).toBe('Error: 409 Conflict: terminated by setWebhook request');
  await expect(poll()).rejects.toThrow("409 Conflict: can't use getUpdates method while webhook");
  await emulator.call(bot.token, 'deleteWebhook', {});
  expect(await poll()).toEqual([]);
});

it('drops what waits when told to', async () => {
  alice.says('old');

  await emulator.call(bot.token, 'deleteWebhook', { drop_pending_updates: true });

  expect(await poll()).toEqual([]);
});

it('remembers which updates are wanted, from then on', async () => {
  alice.says('before');
  await poll({ allowed_updates: ['callback_query'] });
  alice.says('unwanted');
  await poll({});
  alice.says('unwanted still');
  await poll({ allowed_updates: [] });
  alice.says('after');

  expect(texts(await poll())).toEqual(['before', 'after']);
});

it('warns of an update kind that does not exist', async () => {
  await poll({ allowed_updates: ['message', 'button'] });

  expect(emulator.warnings).toEqual(['getUpdates: Telegram knows no update "button".']);
});

it('keeps a message for 24 hours', async () => {
  alice.says('old');
  clockMs += 24 * 60 * 60 * 1_000;
  alice.says('new');

  expect(texts(await poll())).toEqual(['new']);
  const info = await emulator.call(bot.token, 'getWebhookInfo');
  expect(info).toMatchObject({ result: { url: '', pending_update_count: 1 } });
});

it('tells a bot that a person blocked it and came back', async () => {
  alice.says('/start');
  alice.blocks();
  alice.unblocks();

  const changes = (await poll()).slice(1) as unknown as {
    my_chat_member: { new_chat_member: { status: string } };
  }[];

  expect(changes.map((change) => change.my_chat_member.new_chat_member.status)).toEqual([
    'kicked',
    'member',
  ]);
});

it('slows down a poller that asks the same again, where limits are on', async () => {
  emulator = createEmulator({ now: () => clockMs, limits: {} });
  bot = emulator.bot();
  alice = emulator.person({ id: 101, name: 'Alice' }).chat(bot);
  alice.says('one');
  alice.says('two');

  const first = await poll();
  const again = await poll();

  expect([first.length, again.length]).toEqual([2, 1]);
});

it('never shows what an offset confirmed in advance', async () => {
  const { update_id } = await (async () => {
    alice.says('one');
    return (await poll())[0]!;
  })();
  const waiting = poll({ offset: update_id + 2, timeout: 50 });
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);

  alice.says('skipped');
  alice.says('shown');

  expect(texts(await waiting)).toEqual(['shown']);
});

it('tells the second conflict within three seconds three seconds late, where limits are on', async () => {
  const clock = virtualClock(clockMs);
  emulator = createEmulator({ clock, limits: {} });
  bot = emulator.bot();
  await emulator.call(bot.token, 'setWebhook', { url: 'https://example.org' });
  await expect(poll()).rejects.toThrow('409');
  let isTold = false;
  const second = poll({ offset: 1 }).catch(() => (isTold = true));

  await clock.advance(2_999);
  expect(isTold).toBe(false);
  await clock.advance(1);
  await second;

  expect(isTold).toBe(true);
});

it('ends polls and posts nothing more once the emulator is closed', async () => {
  const waiting = poll({ timeout: 50 });
  await expect.poll(() => emulator.pollsOf(bot)).toBe(1);

  emulator.close();

  expect(await waiting).toEqual([]);
});

it('gives a revoked bot another token, and its chats with it', async () => {
  alice.says('before');
  const fresh = emulator.revokes(bot);

  await expect(poll()).rejects.toThrow('401 Unauthorized');
  bot = fresh;
  expect(texts(await poll())).toEqual(['before']);
  alice.says('after');
  expect(texts(await poll()).at(-1)).toBe('after');
});
