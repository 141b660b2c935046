import { expect, it } from 'vitest';
import { ALICE, makeScene } from '../strictness/scene.ts';

const DRAFT = { chat_id: ALICE, draft_id: 1 };

it('shows a draft that grows, and a word for one without text', async () => {
  const { alice, done } = makeScene();

  await done('sendMessageDraft', DRAFT);
  expect(alice.draft()).toMatchObject({ draftId: 1, text: 'Thinking…', canStop: false });

  await done('sendMessageDraft', { ...DRAFT, text: '*now*', parse_mode: 'MarkdownV2' });
  expect(alice.draft()).toMatchObject({
    text: 'now',
    entities: [{ type: 'bold', offset: 0, length: 3 }],
  });
  expect(alice.messages()).toHaveLength(1);
});

it('shows what a rich draft shows, also while the bot thinks', async () => {
  const { alice, done } = makeScene();

  await done('sendRichMessageDraft', {
    ...DRAFT,
    rich_message: { html: '<h1>Title</h1><tg-thinking>Looking…</tg-thinking>' },
  });

  expect(alice.draft()).toMatchObject({
    text: 'Title\nLooking…',
    rich: {
      blocks: [
        { type: 'heading', text: 'Title', size: 1 },
        { type: 'thinking', text: 'Looking…' },
      ],
    },
  });
});

it('forgets a draft 30 seconds after its last change', async () => {
  const { alice, clock, done } = makeScene();
  await done('sendMessageDraft', { ...DRAFT, text: 'a' });
  clock.ms += 20_000;
  await done('sendMessageDraft', { ...DRAFT, text: 'ab' });

  clock.ms += 29_999;
  expect(alice.draft()?.text).toBe('ab');
  clock.ms += 1;
  expect(alice.draft()).toBeUndefined();
});

it('ends a draft with the message that follows it, and tells who listens', async () => {
  const { alice, done, emulator, sent } = makeScene();
  const seen: unknown[] = [];
  emulator.events.subscribe((event) => {
    if (event.kind === 'draft' || event.kind === 'message') seen.push(event.kind);
  });

  await done('sendMessageDraft', { ...DRAFT, text: 'a' });
  await sent({ text: 'all of it' });

  expect(alice.draft()).toBeUndefined();
  expect(seen).toEqual(['draft', 'draft', 'message']);
});

it('keeps a draft while the person writes', async () => {
  const { alice, done } = makeScene();
  await done('sendMessageDraft', { ...DRAFT, text: 'a' });

  alice.says('and then?');

  expect(alice.draft()?.text).toBe('a');
});

it('tells the bot of a stop, and shows nothing more under that id', async () => {
  const { alice, done } = makeScene();
  await done('sendMessageDraft', { ...DRAFT, text: 'a', can_stop: true });

  alice.stopsDraft();
  await done('sendMessageDraft', { ...DRAFT, text: 'ab', can_stop: true });

  expect(alice.draft()).toBeUndefined();
  expect(await done('getUpdates', { offset: -1 })).toMatchObject([
    { stopped_message_generation: { chat: { id: ALICE, type: 'private' }, draft_id: 1 } },
  ]);
  await done('sendMessageDraft', { ...DRAFT, draft_id: 2, text: 'next' });
  expect(alice.draft()?.text).toBe('next');
});

it('keeps what was stopped where the bot asked for it', async () => {
  const { alice, done } = makeScene();
  await done('sendMessageDraft', { ...DRAFT, text: 'a', can_stop: true, keep_on_stop: true });

  alice.stopsDraft();

  expect(alice.draft()).toMatchObject({ text: 'a', canStop: false });
  expect(() => alice.stopsDraft()).toThrow('no button');
});

it('has nothing to stop where no draft shows', () => {
  const { alice } = makeScene();

  expect(() => alice.stopsDraft()).toThrow('No draft');
});

it('has a budget of its own for drafts', async () => {
  const { call, done } = makeScene({ privateBurst: 1, drafts: { perSecond: 1, burst: 2 } });

  await done('sendMessageDraft', { ...DRAFT, text: 'a' });
  await done('sendMessageDraft', { ...DRAFT, text: 'ab' });

  expect(await call('sendMessageDraft', { ...DRAFT, text: 'abc' })).toMatchObject({
    error_code: 429,
  });
  expect(await call('sendMessage', { chat_id: ALICE, text: 'all' })).toMatchObject({ ok: true });
});
