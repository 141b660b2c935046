import { expect, it } from 'vitest';
import { fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { toMessages, toProgressText } from './messages.ts';

const say: Say = (key, values) =>
  `${key} ${Object.values(values ?? {})
    .map(String)
    .join(' ')}`;
const lines = (count: number) => Array.from({ length: count }, (_, at) => `line ${at}`).join('\n');
const textsOf = (text: string) => toMessages({ text }, say).texts.map((rich) => rich.text);

it('keeps three parts as messages and sends four as a file', () => {
  expect(textsOf('word '.repeat(2_300)).map((text) => text.slice(0, 5))).toEqual([
    '(1/3)',
    '(2/3)',
    '(3/3)',
  ]);
  const source = `# Title\n\n${'word '.repeat(2_500)}`;
  const { texts, files } = toMessages({ text: source }, say);
  expect(texts.map(({ text }) => text)).toEqual(['Title\n\ntelegram-answer-in-file answer.md']);
  expect(files).toEqual([{ name: 'answer.md', content: source }]);
});

it('sends what is far too long as a file without parsing it whole', () => {
  const source = `Start.\n\n${'_a'.repeat(200_000)}`;
  const { texts, files } = toMessages({ text: source }, say);
  expect(texts[0]?.text).toBe('Start.\n\ntelegram-answer-in-file answer.md');
  expect(files[0]?.content).toBe(source);
});

it('keeps 60 lines of code in the chat and sends 61 under their own name', () => {
  expect(toMessages({ text: fenced(lines(60), 'ts') }, say).files).toEqual([]);
  const { texts, files } = toMessages(
    { text: `**shop**\n\n${fenced(lines(61), 'ts')}\n\n5 tokens` },
    say,
  );
  expect(files).toEqual([{ name: 'answer.ts', content: lines(61) }]);
  expect(texts.map(({ text }) => text)).toEqual([
    'shop\n\ntelegram-code-in-file answer.ts 61\n\n5 tokens',
  ]);
});

it('keeps what stands behind the fence of long code', () => {
  const source = `Here:\n\n\`\`\`ts title="a_b_.ts" *DO NOT RUN*\n${lines(61)}\n\`\`\`\n\nbye`;
  const { texts, files } = toMessages({ text: source }, say);
  expect(files).toEqual([{ name: 'answer.ts', content: lines(61) }]);
  expect(texts.map(({ text }) => text)).toEqual([
    'Here:\n\ntitle="a_b_.ts" *DO NOT RUN*\n\ntelegram-code-in-file answer.ts 61\n\nbye',
  ]);
});

it('sends several code blocks, or one in a list, as the whole answer', () => {
  const two = `${fenced(lines(61), 'ts')}\n\n${fenced('x', 'py')}`;
  expect(toMessages({ text: two }, say).files[0]?.name).toBe('answer.md');
  const inList = `- \`\`\`ts\n${lines(61).replaceAll(/^/gmu, '  ')}\n  \`\`\`\n`;
  expect(toMessages({ text: inList }, say).files[0]?.name).toBe('answer.md');
});

it('never sends nothing', () => {
  expect(textsOf(' \n ')).toEqual(['…']);
  const file = { name: 'a.txt', content: 'x' };
  expect(toMessages({ text: '', file }, say)).toEqual({ texts: [], files: [file] });
  const buttons = [[{ label: 'a', command: 'a', words: [] }]];
  expect(toMessages({ text: '', file, buttons }, say).texts).toHaveLength(1);
});

it('says that a file is too big instead of sending it', () => {
  const file = { name: 'a_b.log', content: new Uint8Array(45_000_001) };
  const { texts, files } = toMessages({ text: 'Log:', file }, say);
  expect(files).toEqual([]);
  expect(texts[0]?.text).toBe('Log:\n\ntelegram-file-too-big a_b.log 46');
});

it('shows the labeled end of a long card in progress', () => {
  const { text } = toProgressText({ text: `${plain('x '.repeat(4_000))}the end` });
  expect(text).toMatch(/^\(3\/3\)\n[\s\S]*the end$/u);
  expect(toProgressText({ text: '' }).text).toBe('…');
});

it('says that a file is empty instead of sending it', () => {
  const file = { name: 'a.log', content: '' };
  const { texts, files } = toMessages({ text: 'Log:', file }, say);
  expect(files).toEqual([]);
  expect(texts[0]?.text).toBe('Log:\n\ntelegram-file-empty a.log');
});

it('says that the answer is in a file, however many formats its beginning has', () => {
  const source = `${'**a** '.repeat(99)}\n\n${'word '.repeat(3_000)}`;
  const { texts, files } = toMessages({ text: source }, say);
  expect(texts.map(({ text }) => text).join('')).toContain('telegram-answer-in-file answer.md');
  expect(files).toHaveLength(1);
});

it('sends nothing that cannot be seen', () => {
  expect(textsOf('\u200b\u2060')).toEqual(['…']);
});
