import path from 'node:path';
import { expect, it } from 'vitest';
import { loadWords } from '#app/words.ts';
import { describeProblem } from '#ports/ops/problem.ts';
import { readDeclaration } from './read-declaration.ts';

const say = loadWords(path.join(import.meta.dirname, '../../../locales'))('en');
const HEAD =
  'apiVersion: openclaw.dev/v1\nkind: TelegramCommand\nmetadata: { name: check-links }\n';

const read = (spec: string, prompts: Readonly<Record<string, string>> = {}, head = HEAD) =>
  readDeclaration({
    file: 'commands/x.yaml',
    text: `${head}${spec}`,
    promptOf: (name) => (Object.hasOwn(prompts, name) ? prompts[name] : undefined),
  });

const RUN = `spec:
  summary: { en: Check the links }
  run: [npm, run, links]
`;

it('reads each of the four kinds', () => {
  expect(read(RUN)).toMatchObject({
    name: 'check_links',
    does: {
      kind: 'run',
      spec: { role: 'developer', where: 'checkout', timeoutSeconds: 300, confirm: false, args: [] },
    },
  });
  const prompt = 'spec:\n  summary: { en: Explain }\n  prompt: explain.md\n  readOnly: true\n';
  expect(read(prompt, { 'explain.md': 'Explain it.\n' })).toMatchObject({
    does: { kind: 'prompt', body: 'Explain it.', spec: { readOnly: true } },
  });
  expect(read('spec:\n  summary: { en: Build }\n  pipeline: build\n')).toMatchObject({
    does: { kind: 'pipeline', spec: { pipeline: 'build' } },
  });
  const bound =
    'spec:\n  command: /deploy\n  args: [production]\n  gitOps: { createBranch: true, autoMerge: false, requireApproval: true }\n';
  expect(read(bound)).toMatchObject({
    does: { kind: 'bound', spec: { command: '/deploy', args: ['production'] } },
  });
});

it('is another version when the prompt is another one', () => {
  const spec = 'spec:\n  summary: { en: Explain }\n  prompt: explain.md\n';
  const one = read(spec, { 'explain.md': 'One' });
  const two = read(spec, { 'explain.md': 'Two' });
  expect('digest' in one && 'digest' in two && one.digest !== two.digest).toBe(true);
});

/** What is wrong, the line of it, and what has to be said about it. */
const BROKEN: readonly (readonly [string, number, RegExp])[] = [
  ['', 1, /spec: must say one of command, run, prompt and pipeline/u],
  ['spec: []\n', 4, /say one of/u],
  ['spec: {}\n', 4, /say one of/u],
  [
    `${RUN}  prompt: x.md\n`,
    4,
    /one of command, run, prompt and pipeline, not all of run, prompt/u,
  ],
  [`${RUN}  shell: true\n`, 7, /spec\.shell/u],
  [`${RUN}  timeoutSeconds: 0\n`, 7, /spec\.timeoutSeconds/u],
  [`${RUN}  timeoutSeconds: 99999\n`, 7, /spec\.timeoutSeconds/u],
  [`${RUN}  role: viewer\n`, 7, /spec\.role/u],
  [`${RUN}  args:\n    - name: a\n    - name: b\n`, 7, /nothing says \{\{a\}\}/u],
  [`${RUN}  args: [{ name: Bad }]\n`, 7, /spec\.args\.0\.name/u],
  [`${RUN}  where: tree\n  approval: {}\n`, 8, /would wait/u],
  ['spec:\n  summary: { en: x }\n  run: npm test\n', 6, /spec\.run/u],
  ['spec:\n  summary: { en: x }\n  run: []\n', 6, /spec\.run/u],
  ['spec:\n  run: [ls]\n', 4, /summary/u],
  [
    'spec:\n  summary: { en: x }\n  run: [sh, -c, "echo {{a}}"]\n  args: [{ name: a }]\n',
    6,
    /item of its own/u,
  ],
  ['spec:\n  summary: { en: x }\n  run: ["{{a}}"]\n  args: [{ name: a }]\n', 6, /no placeholder/u],
  ['spec:\n  summary: { en: x }\n  run: [ls, "{{b}}"]\n', 6, /no args are called b/u],
  [
    'spec:\n  summary: { en: x }\n  run: [ls, "{{a}}"]\n  args:\n    - name: a\n      pattern: "("\n',
    9,
    /no regular expression/u,
  ],
  [
    'spec:\n  summary: { en: x }\n  run: [ls, "{{a}}"]\n  args:\n    - name: a\n      default: -x\n',
    9,
    /default is no value/u,
  ],
  [
    'spec:\n  summary: { en: x }\n  run: [ls, "{{a}}"]\n  args:\n    - name: a\n    - name: a\n',
    9,
    /a comes twice/u,
  ],
  [
    'spec:\n  summary: { en: x }\n  run: [ls, "{{a}}", "{{b}}"]\n  args:\n    - { name: a, default: x }\n    - name: b\n',
    9,
    /b needs a default too/u,
  ],
  ['spec:\n  summary: { en: x }\n  prompt: ../x.md\n', 6, /spec\.prompt/u],
  ['spec:\n  summary: { en: x }\n  prompt: none.md\n', 6, /none\.md: is not there/u],
  ['spec:\n  summary: { en: x }\n  prompt: who.md\n', 6, /\{\{who\}\} is not among/u],
  ['spec:\n  command: deploy\n', 5, /spec\.command/u],
  ['spec:\n  command: /deploy\n  gitOps: { requireApproval: false }\n', 6, /requireApproval/u],
  ['spec:\n  command: /deploy\n  gitOps: { autoMerge: true }\n', 6, /autoMerge/u],
  ['spec: &a\n  run: *a\n', 5, /alias|anchor/u],
  ['spec: {\n', 5, /./u],
];

it.each(BROKEN)('tells what is wrong and where: %j', (spec, line, message) => {
  const problems = read(spec, { 'who.md': 'Who is {{who}}?' });
  if ('does' in problems) throw new Error('was taken');
  expect(problems[0]).toMatchObject({ file: 'commands/x.yaml', line });
  const [first] = problems;
  const words = first && describeProblem(first, say);
  expect(words?.replaceAll(/\\(?=[^\\])/gu, '')).toMatch(message);
});

it('takes no other head, no other name and no endless file', () => {
  const messages = [
    HEAD.replace('v1', 'v2'),
    HEAD.replace('TelegramCommand', 'Deployment'),
    HEAD.replace('check-links', 'Check links'),
    HEAD.replace('check-links', 'x'.repeat(40)),
    `${'#'.repeat(20_000)}\n${HEAD}`,
  ].map((head) => read(RUN, {}, head));
  for (const each of messages) expect(each).toMatchObject([{ file: 'commands/x.yaml' }]);
});
