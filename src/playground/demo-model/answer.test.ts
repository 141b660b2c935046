import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from './answer.ts';
import type { ChatRequest, Message, Tool } from './request.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const TOOLS: readonly Tool[] = [
  { name: 'read', parameters: ['path', 'optional'] },
  { name: 'write', parameters: ['path', 'content'] },
  { name: 'edit', parameters: ['path', 'edits'] },
  { name: 'exec', parameters: ['command', 'yieldMs'] },
  { name: 'process', parameters: ['action', 'sessionId', 'timeout'] },
  { name: 'tool_call', parameters: ['id', 'args'] },
];

interface Values {
  readonly path: string;
  readonly content: string;
  readonly command: string;
  readonly edits: readonly [{ readonly oldText: string; readonly newText: string }];
  readonly args: { readonly questions: readonly [Asked] };
  readonly questions: readonly [Asked];
}

interface Asked {
  readonly options: readonly { readonly label: string }[];
}

/** A tool: its name and arguments in, the text of its result out. */
type Run = (name: string, values: Values) => string | Promise<string>;

/** Plays the gateway: asks for the next step and runs tools until there is an answer. */
async function turn(text: string, run: Run, tools = TOOLS) {
  const messages: Message[] = [{ role: 'user', content: text }];
  const calls: { name: string; values: Values }[] = [];
  for (;;) {
    const request: ChatRequest = {
      model: 'demo-1',
      messages,
      tools,
      stream: false,
      includeUsage: false,
    };
    const reply = answer(request);
    const call = reply.toolCalls?.[0];
    if (!call) return { text: reply.text ?? '', calls, reply };
    const id = `call-${calls.length}`;
    const values = call.arguments as unknown as Values;
    calls.push({ name: call.name, values });
    const wire = { name: call.name, arguments: JSON.stringify(call.arguments) };
    messages.push({ role: 'assistant', content: null, tool_calls: [{ id, function: wire }] });
    const content = await run(call.name, values);
    messages.push({ role: 'tool', tool_call_id: id, content });
  }
}

/** Real files and commands in `directory`, with results worded as OpenClaw does. */
function toolsIn(directory: string): Run {
  return async (name, values) => {
    const path = join(directory, values.path ?? '');
    if (name === 'read') {
      return readFile(path, 'utf8').catch(() => `Optional file not found: ${values.path}.`);
    }
    if (name === 'write') return writeFile(path, values.content).then(() => 'Successfully wrote');
    if (name === 'edit') {
      const [{ oldText, newText }] = values.edits;
      await writeFile(
        path,
        (await readFile(path, 'utf8')).replace(oldText, () => newText),
      );
      return 'Successfully replaced';
    }
    return exec(directory, values.command);
  };
}

function exec(cwd: string, command: string): Promise<string> {
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const child = spawn('sh', ['-c', command], { cwd, env: { PATH, HOME: cwd } });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8').trim() || '(no output)';
      resolve(code === 0 ? output : `${output}\n\n(Command exited with code ${code})`);
    });
  });
}

const EXITED: Run = () => 'ok';

describe.each([
  {
    archetype: 'telegram-bot',
    request: "Добавь команду /weather с тестом, которая отвечает «it's sunny»",
    files: ['src/commands/weather.ts', 'src/commands/weather.test.ts'],
    answer: String.raw`'it\'s sunny'`,
    passed: /Добавил `\/weather`[\s\S]*✅ Тесты прошли: \d+\./u,
    other: 'add a GET /x endpoint with a test',
  },
  {
    archetype: 'web-service',
    request: 'add a GET /health2 endpoint with a test that answers "fine"',
    files: ['src/routes/health2.ts', 'src/routes/health2.test.ts'],
    answer: `'fine'`,
    passed: /Added `GET \/health2`[\s\S]*✅ Tests pass: \d+\./u,
    other: 'add a /ping command with a test',
  },
])('in a copy of $archetype', ({ archetype, request, files, answer: said, passed, other }) => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'demo-model-'));
    await cp(join(ROOT, 'archetypes', archetype), directory, { recursive: true });
    await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('builds what was asked for, with a test that passes', { timeout: 60_000 }, async () => {
    const { text } = await turn(request, toolsIn(directory));

    expect(text).toMatch(passed);
    for (const file of files) {
      expect(await readFile(join(directory, file), 'utf8')).toContain(said);
    }
  });

  it('leaves it alone when it is there already', async () => {
    const { text, calls } = await turn(request, toolsIn(directory));

    expect(text).toContain(files[0]);
    expect(calls.some(({ name }) => name === 'write' || name === 'exec')).toBe(false);
  });

  it('mends code that says another text than its test expects', { timeout: 60_000 }, async () => {
    const path = join(directory, files[0]!);
    const whole = await readFile(path, 'utf8');
    await writeFile(path, whole.replace(/sunny'(?=,\n\};)/u, "rainy'").replace('fine', 'bad'));

    const { text, calls } = await turn('fix the failing test', toolsIn(directory));

    expect(text).toMatch(/Changed [\s\S]*✅ Tests pass/u);
    expect(calls.map(({ name }) => name)).toEqual(['exec', 'read', 'edit', 'exec']);
  });

  it('says so when it is asked for something of another kind of project', async () => {
    expect((await turn(other, toolsIn(directory))).text).toMatch(/needs a/u);
  });
});

it('reports failing tests as failing, and what it cannot mend', async () => {
  const output =
    '✖ failing tests:\n\ntest at src/a.test.ts:5:1\n✖ adds\n  405 !== 404\n\n      at x (file:///home/y)\n\n(Command exited with code 1)';
  const run: Run = (name) => (name === 'exec' ? output : 'return 405;');

  const { text } = await turn('fix the failing test', run);

  expect(text).toMatch(/could not fix[\s\S]*❌ Tests fail:[\s\S]*405 !== 404/u);
  expect(text).not.toContain('file:///');
});

it('reports tests that were not allowed to run', async () => {
  const run: Run = (name, { path }) => {
    if (name === 'exec') return 'Exec denied (gateway id=1, user-denied): npm test';
    return path === '.codefoundry/project.yaml'
      ? 'archetype: telegram-bot'
      : 'Optional file not found: x.';
  };

  const { text } = await turn('add a /ping command with a test', run);

  expect(text).toMatch(/did not run:[\s\S]*user-denied/u);
  expect(text).not.toContain('✅');
});

it('does not run tests when a file of it could not be written', async () => {
  const run: Run = (name, { path }) => {
    if (name === 'write') return '{"status":"error","tool":"write","error":"No space left"}';
    return path === '.codefoundry/project.yaml'
      ? 'archetype: telegram-bot'
      : 'Optional file not found: x.';
  };

  const { text, calls } = await turn('add a /ping command with a test', run);

  expect(text).toMatch(/could not do[\s\S]*No space left/u);
  expect(calls.at(-1)).toMatchObject({ name: 'write', values: { path: 'src/commands/ping.ts' } });
});

it('asks for files that may be missing in the way that the tool knows', async () => {
  const strict = TOOLS.map((tool) =>
    tool.name === 'read' ? { ...tool, parameters: ['path'] } : tool,
  );

  const [first] = (await turn('add a /ping command', () => '')).calls;
  const [second] = (await turn('add a /ping command', () => '', strict)).calls;

  expect(first?.values).toEqual({ path: '.codefoundry/project.yaml', optional: true });
  expect(second?.values).toEqual({ path: '.codefoundry/project.yaml' });
});

it('does not touch code where the wrong text stands more than once', async () => {
  const output =
    "test at src/a.test.ts:5:1\n✖ a\n  'pung' !== 'pong'\n\n      at x\n\n(Command exited with code 1)";
  const run: Run = (name) => (name === 'exec' ? output : "f('pung', 'pung')");

  const { text, calls } = await turn('fix the failing test', run);

  expect(calls.map(({ name }) => name)).toEqual(['exec', 'read']);
  expect(text).toMatch(/could not fix/u);
});

it('stops at a file that it may not write', async () => {
  const refused = '{"status":"error","tool":"write","error":"Path escapes sandbox root"}';

  const { text } = await turn('create a file ../x.md with text', () => refused);

  expect(text).toMatch(/could not do[\s\S]*Path escapes/u);
});

it.each([
  ['create a file notes.md with buy milk', 'notes.md', 'buy milk\n'],
  ['Create a new file "a b"', undefined, undefined],
  ['create notes.md with the text "two\nlines"', 'notes.md', 'two\nlines\n'],
  ['создай файл docs/план.md с текстом «привет, мир»', 'docs/план.md', 'привет, мир\n'],
  ['создай файл empty.txt', 'empty.txt', ''],
  ['create a file notes.md.', 'notes.md', ''],
])('writes the file of %j', async (request, path, content) => {
  const { calls } = await turn(request, EXITED);

  expect(calls.map(({ values }) => values)).toEqual(path ? [{ path, content }] : []);
});

it('runs exactly the command between the backticks and quotes what it printed', async () => {
  const { text, calls } = await turn(
    'run `echo "a" | wc -c`',
    () => '2\n\n(Command exited with code 4)',
  );

  expect(calls[0]?.values).toMatchObject({ command: 'echo "a" | wc -c' });
  expect(text).toMatch(/code 4[\s\S]*```\n2\n```/u);
});

it('closes the code block around an output that holds a fence', async () => {
  expect((await turn('run `x`', () => '```\nboo')).text).toContain('````\n```\nboo\n````');
});

it('waits for a command that went to the background', async () => {
  const results = [
    'Command still running (session nova-reef, pid 1). Use process',
    '(no new output)\n\nProcess still running.',
    'late\n\nProcess exited with code 0.',
  ];
  let at = 0;

  const { text, calls } = await turn('run `sleep 300`', () => results[at++] ?? '');

  expect(calls.map(({ name }) => name)).toEqual(['exec', 'process', 'process']);
  expect(calls[1]?.values).toMatchObject({ action: 'poll', sessionId: 'nova-reef' });
  expect(text).toMatch(/code 0[\s\S]*late/u);
});

it('stops waiting for a command that never ends', async () => {
  const run: Run = (name) =>
    name === 'exec' ? 'Command still running (session s, pid 1).' : 'x\n\nProcess still running.';

  expect((await turn('run `top`', run)).text).toMatch(/still running/u);
});

it('asks a person with buttons and repeats the choice', async () => {
  const answered = 'color: blue\n\n{"status":"answered","answers":{"answers":{"choice":["blue"]}}}';

  const { text, calls } = await turn('ask me which color: red, green or blue', () => answered);

  expect(calls[0]).toMatchObject({ name: 'tool_call', values: { id: 'ask_user' } });
  const [question] = calls[0]!.values.args.questions;
  expect(question).toMatchObject({ id: 'choice', question: 'which color?' });
  expect(question.options).toEqual([{ label: 'red' }, { label: 'green' }, { label: 'blue' }]);
  expect(text).toContain('You chose: blue');
});

it('asks directly where ask_user is offered, with Yes and No', async () => {
  const tools = [{ name: 'ask_user', parameters: ['questions'] }];

  const { calls } = await turn('спроси меня, продолжать ли', () => '{"status":"no_answer"}', tools);

  expect(calls[0]?.name).toBe('ask_user');
  expect(calls[0]?.values.questions[0].options).toEqual([{ label: 'Да' }, { label: 'Нет' }]);
});

it('counts slowly', async () => {
  const { reply } = await turn('count slowly to 3', EXITED);

  expect(reply).toMatchObject({ text: expect.stringMatching(/^1 2 3\n/u), chunkDelayMs: 200 });
});

it('says which tool is missing instead of pretending', async () => {
  const readOnly = TOOLS.filter(({ name }) => name !== 'write');

  const { text, calls } = await turn('create a file a.md with x', EXITED, readOnly);

  expect(calls).toEqual([]);
  expect(text).toMatch(/`write` is not allowed[\s\S]*Demo model/u);
});

it('hands on the note about a background command', async () => {
  const note =
    'An async command you ran earlier has completed. The command completion details are:\n\nExec completed (oceanic-, code 0) :: late\n\nPlease relay the command output.';

  expect((await turn(note, EXITED)).text).toMatch(/code 0\) :: late/u);
});

it.each(['', 'write me a compiler', 'add /ping', 'ask me', 'run npm test', 'count slowly to 0'])(
  'says what it can do when asked %j',
  async (request) => {
    const { text, calls } = await turn(request, EXITED);

    expect(calls).toEqual([]);
    expect(text).toMatch(/I understand only[\s\S]*Demo model/u);
  },
);
