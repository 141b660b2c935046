import { afterEach, describe, expect, it, vi } from 'vitest';
import { plain, type Button, type Card } from '#kernel/card.ts';
import { conversationId, type Conversation } from '#kernel/conversation.ts';
import type { Dispatch, Reply, Request } from '#dispatch/request.ts';
import { createEmulator, type Emulator } from '#playground/bot-api/emulator.ts';
import { memoryStore } from '#ports/store/memory.ts';
import type { Store } from '#ports/store/port.ts';
import type { Limits } from './limits.ts';
import { createTelegram, type Telegram } from './telegram.ts';

const FAST: Limits = {
  private: { burst: 1_000, refillMs: 1 },
  group: { burst: 1_000, refillMs: 1 },
  global: { burst: 1_000, refillMs: 1 },
  privateProgressMs: 20,
  groupProgressMs: 20,
  draftMs: 20,
  retryMs: 5,
  maxRetryMs: 40,
  pollSeconds: 1,
  pollGraceMs: 3_000,
  unauthorizedMs: 50,
  requestMs: 60_000,
  gatherMs: 150,
  awayMs: 60_000,
};
/** Generous, because the machine may be busy. */
const SOON = { timeout: 10_000 };
const sayIn = () => (key: string, values?: Readonly<Record<string, unknown>>) =>
  `(${key}${Object.values(values ?? {})
    .map((value) => ` ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('')})`;

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface World {
  readonly emulator: Emulator;
  readonly store: Store;
  readonly bot: { readonly id: number; readonly token: string; readonly username: string };
  readonly vera: ReturnType<ReturnType<Emulator['person']>['chat']>;
  readonly log: { readonly level: string; readonly message: string }[];
  readonly url: string;
  make(limits?: Partial<Limits>, changes?: Partial<Parameters<typeof createTelegram>[0]>): Telegram;
  /** Starts a bot; by default it answers nothing. */
  run(dispatch?: Dispatch, limits?: Partial<Limits>): Promise<Telegram>;
}

async function world(limits: Parameters<typeof createEmulator>[0] = {}): Promise<World> {
  const emulator = createEmulator(limits);
  const bot = emulator.bot({ username: 'forge_bot' });
  const vera = emulator.person({ id: 11, name: 'Vera', languageCode: 'en' }).chat(bot);
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => listening.close());
  const store = memoryStore();
  cleanups.push(() => store.close());
  const log: World['log'] = [];
  const at = (level: string) => (fields: object, message: string) =>
    void log.push({ level, message, ...fields });
  const make: World['make'] = (limits = {}, changes = {}) => {
    const telegram = createTelegram({
      token: bot.token,
      apiRoot: listening.url,
      environment: 'prod',
      store,
      sayIn,
      log: { info: at('info'), warn: at('warn'), error: at('error') },
      now: Date.now,
      limits: { ...FAST, ...limits },
      ...changes,
    });
    cleanups.push(() => telegram.stop(2_000));
    return telegram;
  };
  return {
    emulator,
    store,
    bot,
    vera,
    log,
    url: listening.url,
    make,
    async run(dispatch = async () => ({ conversation: at11() }), limits = {}) {
      const telegram = make(limits);
      await telegram.start({ dispatch, menu: [] });
      return telegram;
    },
  };
}

function at11(chatId = 11, topicId?: number): Conversation {
  const place = topicId === undefined ? { chatId } : { chatId, topicId };
  return { ...place, id: conversationId(place, 11), actorId: 11, language: 'en' };
}

function reply(request: Request, card?: Card): Reply {
  return {
    conversation: at11(request.place.chatId, request.place.topicId),
    ...(card && { card }),
  };
}

const echo: Dispatch = async (request) =>
  reply(request, { text: request.kind === 'text' ? plain(request.text) : request.kind });
const texts = (chat: World['vera'], bot: { readonly id: number }) =>
  chat.messages().flatMap(({ from, text }) => (from?.id === bot.id ? [text] : []));
const sends = ({ emulator }: World, method = 'sendMessage') =>
  emulator.calls.filter((call) => call.method === method);
/** What is left at worst in a full budget of `rate` that calls at these times take from. */
function leastLeft(times: readonly number[], { burst, refillMs }: Limits['group']): number {
  let left = burst;
  let least = burst;
  for (const [index, atMs] of times.entries()) {
    left = Math.min(burst, left + (atMs - (times[index - 1] ?? atMs)) / refillMs) - 1;
    least = Math.min(least, left);
  }
  return least;
}
const stop: Button = { label: 'Stop', command: 'stop', words: ['op-1'], style: 'danger' };

describe('a message and its answer', () => {
  it('answers, and closes the update', async () => {
    const here = await world();
    await here.run(echo);
    here.vera.says('hello *there*');
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['hello *there*']);
    await expect.poll(() => here.store.inbox.pending(), SOON).toEqual([]);
    expect(here.emulator.warnings).toEqual([]);
  });

  it('echoes 5,000 characters of Markdown exactly, in labeled parts', async () => {
    const here = await world();
    await here.run(async (request) => reply(request, { text: plain(hostile) }));
    const hostile = '*_[x](y)~`<b>|a|#-+!>&amp;\\{}=. '.repeat(200).slice(0, 5_000).trim();
    here.vera.says('go');
    await expect.poll(() => texts(here.vera, here.bot), SOON).toHaveLength(2);
    const parts = texts(here.vera, here.bot);
    expect(parts[0]).toMatch(/^\(1\/2\)\n/u);
    const joined = parts.map((part) => part.replace(/^\(\d\/2\)\n/u, '')).join('');
    expect(joined.replaceAll(' ', '')).toBe(hostile.replaceAll(' ', ''));
  });

  it('keeps a tap behind an id of its own and answers it', async () => {
    const here = await world();
    const seen: Request[] = [];
    await here.run(async (request) => {
      seen.push(request);
      if (request.kind === 'tap') return { ...reply(request), toast: 'x'.repeat(300) };
      return reply(request, { text: 'sure?', buttons: [[stop, { ...stop, who: 'role' }]] });
    });
    here.vera.says('go');
    await expect.poll(() => here.vera.lastMessage()?.buttons, SOON).toEqual([['Stop', 'Stop']]);
    const answer = await here.vera.taps('Stop');
    expect(answer.text).toMatch(/^x{199}…$/u);
    const tap = seen.find(({ kind }) => kind === 'tap') as Extract<Request, { kind: 'tap' }>;
    expect(await here.store.buttons.get(tap.buttonId)).toMatchObject({
      command: 'stop',
      words: ['op-1'],
      chatId: 11,
      actorId: 11,
    });
    const keyboard = here.vera.lastMessage()?.message.reply_markup?.inline_keyboard[0];
    expect(keyboard?.[0]).toMatchObject({ style: 'danger' });
    const open = keyboard?.[1] as { callback_data: string };
    expect(await here.store.buttons.get(open.callback_data)).not.toHaveProperty('actorId');
  });

  it('fills the command menu in both languages', async () => {
    const here = await world();
    await here.make().start({ dispatch: echo, menu: ['start'] });
    await expect
      .poll(() => here.emulator.commandsOf(here.bot), SOON)
      .toMatchObject({
        'default/': [{ command: 'start', description: '(command-start)' }],
        'default/ru': [{ command: 'start', description: '(command-start)' }],
      });
  });
});

describe('order', () => {
  it('keeps one person in order, lets others, taps and /stop pass', async () => {
    const here = await world();
    const boris = here.emulator.person({ id: 12, name: 'Boris' }).chat(here.bot);
    const gate = Promise.withResolvers<void>();
    const seen: string[] = [];
    await here.run(async (request) => {
      const text = request.kind === 'text' ? request.text : request.kind;
      seen.push(text);
      if (text === 'slow') await gate.promise;
      const buttons = text === 'card' ? [[stop]] : [];
      return reply(request, text === 'card' ? { text, buttons } : undefined);
    });
    here.vera.says('card');
    await expect.poll(() => here.vera.lastMessage()?.buttons.length, SOON).toBe(1);
    here.vera.says('slow');
    here.vera.says('behind');
    boris.says('other');
    here.vera.says('/stop');
    here.vera.says('/cancel_pipeline 1');
    await here.vera.taps('Stop');
    await vi.waitFor(() => expect(seen).toHaveLength(6), SOON);
    expect(seen.toSorted()).toEqual([
      '/cancel_pipeline 1',
      '/stop',
      'card',
      'other',
      'slow',
      'tap',
    ]);
    gate.resolve();
    await vi.waitFor(() => expect(seen.at(-1)).toBe('behind'), SOON);
  });

  it('lets finals pass answers, answers pass progress, equals in order', async () => {
    const here = await world();
    here.vera.says('hi');
    await here.store.outbox.penalize(11, Date.now() + 400);
    const { chat } = await here.run();
    await chat.show(at11(), 'card', { text: 'progress' });
    await chat.post(at11(), 'quiet', { text: 'quiet', ring: false });
    await chat.post(at11(), 'one', { text: 'final 1' });
    await chat.post(at11(), 'two', { text: 'final 2' });
    await expect
      .poll(() => texts(here.vera, here.bot), SOON)
      .toEqual(['final 1', 'final 2', 'quiet', 'progress']);
    expect(here.vera.messages().map((message) => message.disable_notification)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });

  it('serves the people of a group in turn, also after a restart', async () => {
    const here = await world();
    const group = here.emulator.group({ id: -5, title: 'Team' });
    group.add(here.bot);
    const inGroup = here.emulator.person({ id: 12, name: 'Boris' }).in(group);
    const vera = at11(-5);
    const boris: Conversation = { ...vera, id: conversationId({ chatId: -5 }, 12), actorId: 12 };
    await here.store.outbox.penalize(-5, Date.now() + 400);
    const first = await here.run();
    for (const key of ['vera 1', 'vera 2', 'vera 3', 'vera 4'])
      await first.chat.post(vera, key, { text: key });
    await first.stop(1_000);
    const { chat } = await here.run();
    await chat.post(boris, 'boris 1', { text: 'boris 1' });
    await chat.post(boris, 'boris 2', { text: 'boris 2' });
    await expect
      .poll(() => texts(inGroup, here.bot), SOON)
      .toEqual(['vera 1', 'boris 1', 'vera 2', 'boris 2', 'vera 3', 'vera 4']);
  });
});

describe('when a handler fails', () => {
  it('says so once, closes the update and answers the tap', async () => {
    const here = await world();
    await here.run(async (request) => {
      if (request.kind === 'tap') throw new Error('boom');
      return reply(request, { text: 'card', buttons: [[stop]] });
    });
    here.vera.says('go');
    await expect.poll(() => here.vera.lastMessage()?.buttons.length, SOON).toBe(1);
    await expect(here.vera.taps('Stop')).resolves.toBeDefined();
    await expect
      .poll(() => texts(here.vera, here.bot), SOON)
      .toEqual(['card', '(telegram-failed)']);
    await expect.poll(() => here.store.inbox.pending(), SOON).toEqual([]);
    expect(here.log.some(({ level }) => level === 'error')).toBe(true);
  });

  it('handles what a crash left, and gives up after too many starts', async () => {
    const here = await world();
    const message = { ...here.vera.says('hi'), message_id: 9_999 };
    await here.store.inbox.take([
      { id: 5, body: { update_id: 5, message: message as never } },
      { id: 6, body: { update_id: 6, message: { ...message, text: 'innocent' } as never } },
    ]);
    const served: string[] = [];
    const gate = Promise.withResolvers<Reply>();
    const never: Dispatch = (request) => {
      served.push(request.id);
      return request.id.endsWith(':5') ? gate.promise : echo(request);
    };
    for (let start = 1; start <= 5; start += 1) {
      const telegram = await here.run(never);
      await vi.waitFor(() => expect(served.filter((id) => id.endsWith(':5'))).toHaveLength(start), {
        timeout: 10_000,
      });
      await telegram.stop(0);
    }
    await here.run(never);
    await expect.poll(() => texts(here.vera, here.bot), SOON).toContain('(telegram-failed)');
    await expect.poll(() => here.store.inbox.pending(), SOON).toEqual([]);
    expect(served.filter((id) => id.endsWith(':5'))).toHaveLength(5);
    // Waited behind it all the time and never began.
    await expect.poll(() => texts(here.vera, here.bot), SOON).toContain('innocent');
    gate.resolve({ conversation: at11() });
  });
});

describe('the intake', () => {
  it('begins anew when the token is that of another bot', async () => {
    const here = await world();
    const { emulator, vera, store } = here;
    const first = await here.run(echo);
    vera.says('one');
    await vi.waitFor(() => expect(vera.lastMessage()?.text).toBe('one'), SOON);
    await first.stop(2_000);
    await store.inbox.take([{ id: 999_999_999, body: {} }]);
    await store.outbox.add([
      {
        key: 'old#1',
        chatId: 11,
        method: 'sendMessage',
        payload: { chat_id: 11, text: 'old' },
        priority: 0,
      },
    ]);

    const other = emulator.bot({ username: 'other_bot' });
    const herChat = emulator.person({ id: 11, name: 'Vera' }).chat(other);
    const second = here.make({}, { token: other.token });
    await second.start({ dispatch: echo, menu: [] });
    herChat.says('two');

    await vi.waitFor(() => expect(herChat.lastMessage()?.text).toBe('two'), SOON);
    expect(herChat.messages().map((message) => message.text)).not.toContain('old');
  });

  it('says that somebody else polls, and comes back', async () => {
    const here = await world();
    const telegram = await here.run(echo);
    await expect.poll(() => telegram.state().intake, SOON).toBe('polling');
    await here.emulator.call(here.bot.token, 'getUpdates', { timeout: 0 });
    here.emulator.faults.add({ kind: 'status', status: 409, method: 'getUpdates', times: 3 });
    await expect.poll(() => telegram.state().intake, SOON).toBe('conflict');
    await expect.poll(() => telegram.state().intake, SOON).toBe('polling');
    expect(telegram.state()).toMatchObject({ username: 'forge_bot', outboxWaiting: 0 });
  });

  it('says that the token is wrong, asks rarely, and comes back when it is accepted', async () => {
    const here = await world();
    for (const method of ['getMe', 'getUpdates'])
      here.emulator.faults.add({ kind: 'status', status: 401, method, times: 2 });
    here.vera.says('hello');
    const telegram = here.make({ unauthorizedMs: 200 });
    await telegram.start({ dispatch: echo, menu: [] });
    expect(telegram.state().intake).toBe('unauthorized');
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['hello']);
    for (const method of ['getMe', 'getUpdates']) {
      const [first, second, third] = sends(here, method).map(({ at }) => at);
      expect(second! - first!).toBeGreaterThanOrEqual(199);
      expect(third! - second!).toBeGreaterThanOrEqual(199);
    }
    expect(here.log.filter(({ message }) => message.includes('TELEGRAM_BOT_TOKEN'))).toHaveLength(
      2,
    );
    expect(JSON.stringify(here.log)).not.toContain(here.bot.token);
  });

  it('begins when the store can be read again', async () => {
    const here = await world();
    vi.spyOn(here.store.inbox, 'pending').mockRejectedValueOnce(new Error('disk full'));
    here.vera.says('hello');
    await here.run(echo);
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['hello']);
  });

  it('goes on without a menu when one cannot be made', async () => {
    const here = await world();
    const telegram = here.make(
      {},
      {
        sayIn: () => (key) => {
          throw new Error(`no words for ${key}`);
        },
      },
    );
    await telegram.start({ dispatch: echo, menu: ['start'] });
    await expect
      .poll(() => here.log.map(({ message }) => message), SOON)
      .toContain('command menu not set');
    expect(telegram.state().intake).not.toBe('unreachable');
  });

  it('starts without Telegram, says so, and goes on when it is there', async () => {
    const here = await world();
    here.emulator.faults.add({ kind: 'drop-before', method: 'getMe', times: 2 });
    here.emulator.faults.add({ kind: 'drop-before', method: 'getUpdates', times: 2 });
    here.vera.says('hello');
    const telegram = await here.run(echo);
    expect(telegram.state().intake).toBe('unreachable');
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['hello']);
    expect(telegram.state().intake).toBe('polling');
    expect(JSON.stringify(here.log)).not.toContain(here.bot.token);
  });

  it('gives up a poll that hangs', async () => {
    const here = await world();
    here.emulator.faults.add({ kind: 'delay', ms: 60_000, method: 'getUpdates', times: 1 });
    await here.run(echo, { pollSeconds: 0, pollGraceMs: 100 });
    here.vera.says('hello');
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['hello']);
  });
});

describe('an absence', () => {
  const away = { awayMs: 60_000 };
  const conversation = { ...at11(), language: 'en' as const };

  it('is told once, before the answer, to somebody known who wrote meanwhile', async () => {
    const here = await world();
    await here.store.conversations.save(conversation);
    await here.store.settings.set('telegram-seen-at-ms', Date.now() - 10 * 60_000);
    const stranger = here.emulator.person({ id: 12, name: 'Sam' }).chat(here.bot);
    here.vera.says('one');
    here.vera.says('two');
    stranger.says('hi');
    await here.run(echo, away);
    await expect.poll(() => texts(here.vera, here.bot), SOON).toHaveLength(3);
    const [note, ...answers] = texts(here.vera, here.bot);
    expect(note).toMatch(/^\(telegram-away \{"atMs":\d+[^ ]*\} \{"atMs":\d+[^ ]*\}\)$/u);
    expect(answers).toEqual(['one', 'two']);
    await expect.poll(() => texts(stranger, here.bot), SOON).toEqual(['hi']);
  });

  it('is told where work went on or a message waited', async () => {
    const here = await world();
    here.vera.says('hi');
    await here.store.conversations.save(conversation);
    const before = here.make();
    await before.chat.post(at11(), 'one', { text: 'one' });
    await here.store.settings.set('telegram-seen-at-ms', Date.now() - 10 * 60_000);
    await here.run(undefined, away);
    await expect
      .poll(() => texts(here.vera, here.bot).map((text) => text.slice(0, 14)), SOON)
      .toEqual(['one', '(telegram-away']);
  });

  it('is not told after a short one, nor on the first start', async () => {
    const here = await world();
    await here.store.conversations.save(conversation);
    here.vera.says('one');
    const first = await here.run(echo, away);
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['one']);
    await first.stop(1_000);
    here.vera.says('two');
    await here.run(echo, away);
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['one', 'two']);
  });
});

describe('the outbox', () => {
  it('sends the parts that are missing after a restart, none twice', async () => {
    const here = await world();
    here.vera.says('hi');
    const first = here.make({ private: { burst: 1, refillMs: 60_000 } });
    await first.chat.post(at11(), 'long', { text: 'word '.repeat(2_000) });
    await first.start({ dispatch: echo, menu: [] });
    await expect.poll(() => sends(here), SOON).toHaveLength(1);
    await first.stop(1_000);
    const unsent = (await here.store.outbox.unsent()).map(({ key }) => key);
    expect(unsent.filter((key) => key.startsWith('long'))).toEqual(['long#2', 'long#3']);
    await here.run();
    await expect
      .poll(() => texts(here.vera, here.bot).map((text) => text.slice(0, 5)), SOON)
      .toEqual(['(1/3)', '(2/3)', '(3/3)', 'hi']);
  });

  it('keeps a penalty over a restart: no call for the chat before its end', async () => {
    const here = await world();
    here.vera.says('hi');
    here.emulator.faults.add({
      kind: 'status',
      status: 429,
      retryAfter: 1,
      method: 'sendMessage',
      times: 1,
    });
    const first = await here.run();
    await first.chat.post(at11(), 'one', { text: 'one' });
    await expect.poll(() => sends(here), SOON).toHaveLength(1);
    await first.stop(1_000);
    await here.run();
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['one']);
    const [refused, sent] = sends(here).map(({ at }) => at);
    expect(sent! - refused!).toBeGreaterThanOrEqual(1_000);
  });

  it('marks what may have arrived before', async () => {
    const here = await world();
    here.vera.says('hi');
    here.emulator.faults.add({ kind: 'drop-after', method: 'sendMessage', times: 1 });
    const { chat } = await here.run();
    await chat.post(at11(), 'one', { text: 'one' });
    await expect
      .poll(() => texts(here.vera, here.bot), SOON)
      .toEqual(['one', 'one\n\n(telegram-maybe-duplicate)']);
  });

  it('marks what was under way when the process died, but not an edit', async () => {
    const here = await world();
    here.vera.says('hi');
    const before = here.make();
    await before.chat.post(at11(), 'one', { text: 'one' });
    await here.store.outbox.mark('one#1', { state: 'sending' });
    const telegram = await here.run();
    await expect
      .poll(() => texts(here.vera, here.bot), SOON)
      .toEqual(['one\n\n(telegram-maybe-duplicate)']);
    await telegram.stop(1_000);
    await before.chat.close(at11(), 'one', { text: 'closed' });
    await here.store.outbox.mark('one:close', { state: 'sending' });
    await here.run();
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['closed']);
  });

  it('does not mark what never left this machine', async () => {
    const here = await world();
    here.vera.says('hi');
    const unreachable = here.make({}, { apiRoot: 'http://127.0.0.1:1' });
    await unreachable.start({ dispatch: echo, menu: [] });
    await unreachable.chat.post(at11(), 'one', { text: 'one' });
    await expect
      .poll(async () => (await here.store.outbox.get('one#1'))?.attempts ?? 0, SOON)
      .toBeGreaterThan(2);
    await unreachable.stop(1_000);
    await here.run();
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['one']);
  });

  it('sends word instead of a file that the line never carries, then goes on', async () => {
    const here = await world();
    here.vera.says('hi');
    here.emulator.faults.add({ kind: 'drop-before', method: 'sendDocument', times: 100 });
    const { chat } = await here.run();
    await chat.post(at11(), 'one', { text: 'one', file: { name: 'a.bin', content: 'abc' } });
    await chat.post(at11(), 'two', { text: 'two' });
    await expect
      .poll(() => texts(here.vera, here.bot), SOON)
      .toEqual(['one', '(telegram-file-failed a.bin)', 'two']);
    expect(sends(here, 'sendDocument')).toHaveLength(10);
    expect(here.emulator.warnings).toEqual([]);
  });

  it('drops what it cannot read and delays nobody for it', async () => {
    const here = await world();
    here.vera.says('hi');
    const entry = { chatId: 11, method: 'sendMessage', priority: 0 };
    const badFile = { body: {}, file: { name: 'a' } };
    await here.store.outbox.add([
      { ...entry, key: 'other', payload: { version: 9 } },
      { ...entry, key: 'none', payload: null },
      { ...entry, key: 'half', payload: badFile },
    ]);
    const { chat } = await here.run(undefined, { maxRetryMs: 60_000 });
    await chat.post(at11(), 'one', { text: 'one' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['one']);
    for (const key of ['other', 'none', 'half'])
      expect(await here.store.outbox.get(key)).toMatchObject({ state: 'failed' });
  });

  it('delays no final for progress that cannot be drawn', async () => {
    const here = await world();
    here.vera.says('hi');
    const { chat } = await here.run(undefined, { maxRetryMs: 60_000 });
    await chat.show(at11(), 'card', { text: 'a' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['a']);
    await chat.show(at11(), 'card', { text: 'b', buttons: [[{ label: 1 } as never]] });
    await expect
      .poll(() => here.log.map(({ message }) => message), SOON)
      .toContain('progress cannot be shown');
    await chat.post(at11(), 'one', { text: 'one' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['a', 'one']);
  });

  it('drops what nobody can get and serves the others', async () => {
    const here = await world();
    here.vera.says('hi');
    here.vera.blocks();
    const boris = here.emulator.person({ id: 12, name: 'Boris' }).chat(here.bot);
    boris.says('hi');
    const { chat } = await here.run();
    await chat.post(at11(), 'one', { text: 'one' });
    await chat.post(at11(404), 'lost', { text: 'lost' });
    await chat.post(at11(12), 'two', { text: 'two' });
    await expect.poll(() => texts(boris, here.bot), SOON).toEqual(['two']);
    await expect
      .poll(async () => (await here.store.outbox.get('one#1'))?.error, SOON)
      .toContain('bot was blocked by the user');
    await expect
      .poll(async () => (await here.store.outbox.get('lost#1'))?.error, SOON)
      .toContain('chat not found');
  });

  it('follows a group that became a supergroup, in order', async () => {
    const here = await world();
    const group = here.emulator.group({ id: -5, title: 'Team' });
    group.add(here.bot);
    const fresh = group.migratesTo(-1_001_000_005);
    const inFresh = here.emulator.person({ id: 13, name: 'Olga' }).in(fresh);
    const { chat } = await here.run();
    await chat.post(at11(-5), 'one', { text: 'one' });
    await chat.post(at11(-5), 'two', { text: 'two' });
    await expect.poll(() => texts(inFresh, here.bot), SOON).toEqual(['one', 'two']);
    expect(await here.store.outbox.get('two#1')).toMatchObject({ chatId: -1_001_000_005 });
  });

  it('takes taps on buttons that were made for the old chat of a group that has moved', async () => {
    const here = await world();
    const group = here.emulator.group({ id: -5, title: 'Team' });
    group.add(here.bot);
    const vera = here.emulator.person({ id: 11, name: 'Vera' });
    const inFresh = vera.in(group.migratesTo(-1_001_000_005));
    const { chat } = await here.run();
    await chat.post(at11(-5), 'one', { text: 'one' });
    await expect.poll(() => texts(inFresh, here.bot), SOON).toEqual(['one']);
    const buttons = [[{ label: 'Go', command: 'go', words: [] }]];
    await chat.post(at11(-5), 'two', { text: 'two', buttons });
    await expect.poll(() => texts(inFresh, here.bot), SOON).toEqual(['one', 'two']);
    const data = sends(here).at(-1)?.payload['reply_markup'];
    const id = /"callback_data":"([^"]+)"/u.exec(JSON.stringify(data))?.[1] ?? '';
    expect(await here.store.buttons.get(id)).toMatchObject({ chatId: -1_001_000_005 });
  });

  it('keeps to the budget of a group after a restart and after its migration', async () => {
    const here = await world();
    const group = here.emulator.group({ id: -5, title: 'Team' });
    group.add(here.bot);
    const slow = { group: { burst: 2, refillMs: 500 } };
    const first = here.make(slow);
    for (const key of ['a', 'b', 'c', 'd']) await first.chat.post(at11(-5), key, { text: key });
    await first.start({ dispatch: echo, menu: [] });
    await expect.poll(() => sends(here).length, SOON).toBeGreaterThanOrEqual(2);
    await first.stop(1_000);
    const fresh = group.migratesTo(-1_001_000_005);
    const inFresh = here.emulator.person({ id: 13, name: 'Olga' }).in(fresh);
    await here.run(undefined, slow);
    await expect.poll(() => texts(inFresh, here.bot), SOON).toContain('d');
    // By Telegram's clock, however late a busy machine made single calls.
    const times = sends(here).map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(5);
    expect(leastLeft(times, slow.group)).toBeGreaterThanOrEqual(0);
  });

  it('ends a card that was begun before its group moved', async () => {
    const here = await world();
    const group = here.emulator.group({ id: -5, title: 'Team' });
    group.add(here.bot);
    const olga = here.emulator.person({ id: 13, name: 'Olga' });
    const { chat } = await here.run(undefined, { groupProgressMs: 100 });
    await chat.show(at11(-5), 'card', { text: 'a' });
    await expect.poll(() => sends(here), SOON).toHaveLength(1);
    const inFresh = olga.in(group.migratesTo(-1_001_000_005));
    await chat.post(at11(-5), 'one', { text: 'one' });
    await expect.poll(() => texts(inFresh, here.bot), SOON).toContain('one');
    const before = sends(here, 'editMessageText').length;
    await chat.show(at11(-5), 'card', { text: 'b' });
    await chat.show(at11(-5), 'card', { text: 'c' });
    await chat.close(at11(-5), 'card', { text: 'end' });
    await expect
      .poll(async () => (await here.store.outbox.get('card:close'))?.state, SOON)
      .toMatch(/sent|failed/u);
    await chat.post(at11(-5), 'two', { text: 'two' });
    await expect.poll(() => texts(inFresh, here.bot), SOON).toContain('two');
    const edits = sends(here, 'editMessageText').slice(before);
    expect(edits.map(({ payload }) => payload['chat_id'])).not.toContain(-5);
    expect(edits.at(-1)?.payload['text']).toBe('end');
  });

  it('goes to the chat itself when the topic is gone', async () => {
    const here = await world();
    const forum = here.emulator.group({ id: -1_001_000_006, title: 'Team', forum: true });
    forum.add(here.bot);
    const topic = forum.opensTopic('shop');
    const vera = here.emulator.person({ id: 13, name: 'Olga' }).in(forum);
    const { chat } = await here.run();
    await chat.post(at11(-1_001_000_006, topic), 'one', { text: 'one' });
    await expect.poll(() => vera.lastMessage()?.message_thread_id, SOON).toBe(topic);
    forum.deletesTopic(topic);
    await chat.post(at11(-1_001_000_006, topic), 'two', { text: 'two' });
    await expect.poll(() => texts(vera, here.bot), SOON).toContain('two\n\n(telegram-topic-lost)');
  });

  it('stays within the limits, progress included', async () => {
    const here = await world({ limits: { privatePerSecond: 20, privateBurst: 3 } });
    here.vera.says('hi');
    const { chat } = await here.run(undefined, { private: { burst: 3, refillMs: 50 } });
    const ticking = setInterval(() => {
      void chat.show(at11(), 'card', { text: `at ${performance.now()}` });
    }, 5);
    cleanups.push(async () => clearInterval(ticking));
    for (let at = 1; at <= 25; at += 1) await chat.post(at11(), `${at}`, { text: `${at}` });
    await expect
      .poll(() => texts(here.vera, here.bot).filter((text) => !text.startsWith('at')).length, SOON)
      .toBe(25);
    expect(here.emulator.calls.filter(({ error }) => error?.code === 429)).toEqual([]);
  });

  it('sends a file as it is', async () => {
    const here = await world();
    here.vera.says('hi');
    const { chat } = await here.run();
    const code = Array.from({ length: 100 }, (_, at) => `line ${at}`).join('\n');
    await chat.post(at11(), 'one', { text: `**Diff**\n\n\`\`\`diff\n${code}\n\`\`\`` });
    await expect.poll(() => here.vera.lastMessage()?.document?.file_name, SOON).toBe('answer.diff');
    expect(here.vera.lastMessage()?.document?.file_size).toBe(code.length);
    expect(texts(here.vera, here.bot)[0]).toContain('Diff');
  });
});

describe('a live card', () => {
  it('shows the newest of a rush in few edits, and skips what is the same', async () => {
    const here = await world();
    here.vera.says('hi');
    const { chat } = await here.run(undefined, { privateProgressMs: 100 });
    for (let at = 1; at <= 50; at += 1) await chat.show(at11(), 'card', { text: `step ${at}` });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['step 50']);
    const edits = sends(here, 'editMessageText').length;
    expect(edits).toBeLessThanOrEqual(3);
    await chat.show(at11(), 'card', { text: 'step 50' });
    await chat.show(at11(), 'other', { text: 'x' });
    await chat.show(at11(), 'other', { text: 'y' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['step 50', 'y']);
    expect(sends(here, 'editMessageText')).toHaveLength(edits + 1);
  });

  it('adds no buttons to the store for the same card drawn again', async () => {
    const here = await world();
    here.vera.says('hi');
    const added = vi.spyOn(here.store.buttons, 'add');
    const { chat } = await here.run();
    for (const text of ['a', 'b', 'c']) {
      await chat.show(at11(), 'card', { text, buttons: [[stop]] });
      await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual([text]);
    }
    expect(added).toHaveBeenCalledTimes(1);
    const [button] = here.vera.lastMessage()?.message.reply_markup?.inline_keyboard[0] ?? [];
    const { callback_data: id } = button as { callback_data: string };
    expect(await here.store.buttons.get(id)).toMatchObject({ command: 'stop' });
  });

  it('goes on with its message after a restart, and ends it there', async () => {
    const here = await world();
    here.vera.says('hi');
    const first = await here.run();
    await first.chat.show(at11(), 'card', { text: 'a', buttons: [[stop]] });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['a']);
    await first.stop(1_000);
    const { chat } = await here.run();
    await chat.show(at11(), 'card', { text: 'b', buttons: [[stop]] });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['b']);
    await chat.close(at11(), 'card', { text: 'end' });
    await chat.show(at11(), 'card', { text: 'too late' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['end']);
    expect(here.vera.lastMessage()?.buttons).toEqual([]);
    expect(await here.store.outbox.get('card:close')).toMatchObject({ state: 'sent' });
  });

  it('sends the end alone when the card was never sent', async () => {
    const here = await world();
    here.vera.says('hi');
    await here.store.outbox.penalize(11, Date.now() + 300);
    const first = await here.run();
    await first.chat.show(at11(), 'card', { text: 'working' });
    await first.chat.post(at11(), 'ask', { text: 'sure?' });
    await first.stop(1_000);
    const { chat } = await here.run();
    await chat.close(at11(), 'card', { text: 'end' });
    await chat.close(at11(), 'ask', { text: 'approved' });
    await chat.close(at11(), 'unknown', { text: 'never' });
    await chat.show(at11(), 'unknown', { text: 'too late' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['end', 'approved']);
    expect(sends(here, 'editMessageText')).toEqual([]);
    expect(here.vera.lastMessage()?.disable_notification).toBe(true);
  });

  it('sends nothing of a card that was never sent when another message tells its end', async () => {
    const here = await world();
    here.vera.says('hi');
    await here.store.outbox.penalize(11, Date.now() + 300);
    const first = await here.run();
    const end = { text: 'end', ring: false, inPlaceOnly: true } as const;
    await first.chat.show(at11(), 'card', { text: 'working' });
    await first.chat.close(at11(), 'card', end);
    await first.chat.show(at11(), 'killed', { text: 'working' });
    await first.stop(1_000);
    const second = await here.run();
    const { chat } = second;
    await chat.close(at11(), 'killed', end);
    await chat.show(at11(), 'card', { text: 'too late' });
    await chat.post(at11(), 'final', { text: 'answer' });
    await expect.poll(() => second.state().outboxWaiting, SOON).toBe(0);
    expect(sends(here).map(({ payload }) => payload['text'])).toEqual(['answer']);
    expect(here.log.filter(({ level }) => level === 'warn')).toEqual([]);

    await chat.show(at11(), 'shown', { text: 'working' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['answer', 'working']);
    await chat.close(at11(), 'shown', end);
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['answer', 'end']);
  });

  it('ends a card that may have been sent, whoever else tells of its end', async () => {
    const here = await world();
    here.vera.says('hi');
    const first = here.make();
    await first.chat.show(at11(), 'card', { text: 'working' });
    // As a process leaves it that is killed while it sends.
    await here.store.outbox.mark('card#1', { state: 'sending' });
    const { chat } = await here.run();
    await chat.close(at11(), 'card', { text: 'end', inPlaceOnly: true });
    await expect
      .poll(() => texts(here.vera, here.bot).at(-1), SOON)
      .toMatch(/^end(\n\n\(telegram-maybe-duplicate\))?$/u);
  });

  it('counts an end that changes nothing as sent', async () => {
    const here = await world();
    here.vera.says('hi');
    const { chat } = await here.run();
    await chat.show(at11(), 'card', { text: 'same' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['same']);
    await chat.close(at11(), 'card', { text: 'same' });
    await expect
      .poll(async () => (await here.store.outbox.get('card:close'))?.state, SOON)
      .toBe('sent');
  });

  it('lets no edit overtake the end, even when Telegram was slow', async () => {
    const here = await world();
    here.vera.says('hi');
    const { chat } = await here.run();
    await chat.show(at11(), 'card', { text: 'a' });
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['a']);
    here.emulator.faults.add({ kind: 'delay', ms: 150, method: 'editMessageText', times: 1 });
    here.emulator.faults.add({
      kind: 'status',
      status: 500,
      method: 'editMessageText',
      times: 1,
    });
    await chat.show(at11(), 'card', { text: 'b' });
    await chat.close(at11(), 'card', { text: 'end' });
    await expect
      .poll(() => sends(here, 'editMessageText').at(-1)?.payload['text'], SOON)
      .toBe('end');
    await expect.poll(() => texts(here.vera, here.bot), SOON).toEqual(['end']);
  });
});

describe('a chat with rich messages', () => {
  it('shows an answer being written, and asks for /stop where it is stopped', async () => {
    const here = await world();
    const asked: Request[] = [];
    const { chat } = await here.run(async (request) => {
      asked.push(request);
      return reply(request, { text: '**Stopped**' });
    });
    here.vera.says('hi');
    await expect.poll(() => asked.length, SOON).toBe(1);
    await chat.setRich(11, true);
    await chat.write(at11(), 'turn', '# So far');
    await expect.poll(() => here.vera.draft()?.text, SOON).toBe('So far');

    here.vera.stopsDraft();

    await expect.poll(() => asked.length, SOON).toBe(2);
    expect(asked[1]).toMatchObject({
      kind: 'text',
      text: '/stop',
      place: { chatId: 11 },
      from: { id: 11, name: 'Vera' },
      chatKind: 'private',
    });
    await expect.poll(() => here.vera.lastMessage()?.text, SOON).toBe('Stopped');
    const drafts = sends(here, 'sendRichMessageDraft').length;
    await chat.write(at11(), 'turn', '# So far and further');
    await chat.post(at11(), 'final', { text: '# Over' });
    await expect.poll(() => here.vera.lastMessage()?.text, SOON).toBe('Over');
    expect(sends(here, 'sendRichMessageDraft')).toHaveLength(drafts);
    expect(sends(here, 'sendRichMessage')).toHaveLength(2);
    expect(here.emulator.warnings).toEqual([]);
    await expect.poll(() => here.store.inbox.pending(), SOON).toEqual([]);
  });
});
