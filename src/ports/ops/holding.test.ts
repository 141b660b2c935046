import path from 'node:path';
import { expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import { holdReason } from './holding.ts';

const sayIn = loadWords(path.join(import.meta.dirname, '../../../locales'));

it('says in the language of who reads why everything is frozen when the repository is lost', () => {
  const lost = { reason: '', isLost: true } as const;
  expect(holdReason(lost, sayIn('en'))).toContain('The ops repository has lost');
  expect(holdReason(lost, sayIn('ru'))).toContain('Ops-репозиторий потерял');
  expect(holdReason({ reason: 'because' }, sayIn('ru'))).toBe('because');
});
