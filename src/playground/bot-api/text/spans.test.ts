import { expect, it } from 'vitest';
import { createEmulator } from '../emulator.ts';
import { disjointSpans } from './spans.ts';

const span = (offset: number, length: number) => ({ offset, length });

it('takes what shares nothing with the rest, and finds what a piece shares something with', () => {
  const spans = disjointSpans();
  for (const one of [span(10, 5), span(0, 3), span(14, 2), span(2, 1), span(15, 1), span(3, 7)])
    spans.add(one);

  expect(spans.list).toEqual([span(0, 3), span(3, 7), span(10, 5), span(15, 1)]);
  expect(spans.across(span(2, 2))).toEqual([span(0, 3), span(3, 7)]);
  expect(spans.across(span(16, 9))).toEqual([]);
});

it('answers tens of thousands of entities, commands and brackets without holding others up', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot();
  emulator.person({ id: 7, name: 'Alice' }).chat(bot).says('/start');
  const code = Array.from({ length: 28_000 }, (_, at) => ({
    type: at % 2 ? 'code' : 'bold',
    offset: at % 4_000,
    length: 1,
  }));
  const cover = Array.from({ length: 14_000 }, (_, at) =>
    at % 2
      ? { type: 'code', offset: (at * 2) % 4_000, length: 1 }
      : { type: 'bold', offset: 0, length: 4_000 },
  );
  const markdown = ['['.repeat(200_000), `${'- '.repeat(10_000)}x`, '/a '.repeat(10_000)];

  const startedAt = performance.now();
  for (const entities of [code, cover])
    await emulator.call(bot.token, 'sendMessage', {
      chat_id: 7,
      text: 'x'.repeat(4_000),
      entities,
    });
  for (const source of markdown)
    await emulator.call(bot.token, 'sendRichMessage', {
      chat_id: 7,
      rich_message: { markdown: source },
    });

  // It took half a minute, and more than an hour for the brackets.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
