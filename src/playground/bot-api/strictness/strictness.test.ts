import { expect, it } from 'vitest';
import { CASES } from './cases.ts';
import { button, toAlice } from './payloads.ts';
import { expectedOutcome, runCase, titleOf } from './run-case.ts';
import { makeScene } from './scene.ts';

it.each(CASES.map((tried) => [titleOf(tried), tried] as const))(
  'refuses as Telegram does: %s',
  async (_title, tried) => {
    expect(await runCase(tried)).toEqual(expectedOutcome(tried));
  },
);

it('holds each case once', () => {
  const titles = CASES.map(titleOf);

  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

it('takes exactly what still fits: 4096 code points, 64 bytes, 200 characters', async () => {
  const given = makeScene();
  const text = '😀'.repeat(4096);
  const reply_markup = button('x', { callback_data: 'ж'.repeat(32) });

  expect(await given.call('sendMessage', toAlice({ text, reply_markup }))).toMatchObject({
    ok: true,
    result: { text },
  });
});

it('warns of parameters that Telegram ignores', async () => {
  const { call, emulator } = makeScene();

  const answer = await call('sendMessage', toAlice({ disable_web_page_preview: true }));

  expect(answer.ok).toBe(true);
  expect(emulator.warnings).toEqual([
    'sendMessage: Telegram knows no parameter "disable_web_page_preview" and ignores it.',
  ]);
});
