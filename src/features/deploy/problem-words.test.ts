import path from 'node:path';
import { expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import type { DeployProblem } from '#ports/deployer/problem.ts';
import { describeProblem } from './problem-words.ts';

const sayIn = loadWords(path.join(import.meta.dirname, '../../../locales'));

const PROBLEMS: readonly (readonly [DeployProblem, en: string, ru: string])[] = [
  [
    { code: 'ended', name: 'web', exitCode: 137 },
    'web ended with 137.',
    'web: завершение с кодом 137.',
  ],
  [
    { code: 'late', name: 'npm ci', limitMs: 90_000 },
    'npm ci took longer than 1m 30s and was ended.',
    'npm ci — дольше 1 мин 30 с, пришлось завершить.',
  ],
  [
    { code: 'rights', file: 'compose.yaml', key: 'services.*web*.privileged' },
    String.raw`compose.yaml: services.\*web\*.privileged is not allowed: a release has no rights over the machine.`,
    String.raw`compose.yaml: services.\*web\*.privileged нельзя — у релиза нет прав на машину.`,
  ],
  [
    { code: 'no-container-file' },
    'The project has neither a Compose file nor a Dockerfile.',
    'В проекте нет ни файла Compose, ни Dockerfile.',
  ],
];

it.each(PROBLEMS)('says %j in the language of who reads', (problem, en, ru) => {
  expect(describeProblem(problem, sayIn('en'))).toBe(en);
  expect(describeProblem(problem, sayIn('ru'))).toBe(ru);
});
