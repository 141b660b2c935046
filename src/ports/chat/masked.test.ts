import { expect, it } from 'vitest';
import { createMasker } from '#lib/mask/masker.ts';
import { maskedChat } from './masked.ts';
import { memoryChat } from './memory.ts';

const conversation = { id: '7:0:7', chatId: 7, actorId: 7, language: 'en' } as const;

it('writes whole words alone, and takes no time over one that is very long', async () => {
  const inner = memoryChat();
  const chat = maskedChat(inner, createMasker());
  await chat.write(conversation, 'a', 'two words and-a-half');
  await chat.write(conversation, 'a', 'one\u00a0xyz');
  await chat.write(conversation, 'a', 'nothing');
  expect(inner.written.get('a')).toEqual(['two words ', 'one\u00a0', '']);

  // As a stream does that prints one line of Base64: 2.8 seconds for the last piece alone.
  const startMs = performance.now();
  await chat.write(conversation, 'b', `begin ${'x'.repeat(200_000)} ${'y'.repeat(200_000)}z`);
  expect(performance.now() - startMs).toBeLessThan(1_500);
});
