import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMasker, MASK } from '#lib/mask/masker.ts';
import { plantedSecrets } from '#lib/mask/planted.ts';
import { maskBytes } from '#ports/chat/masked.ts';
import { maskedApi } from '#telegram/masked.ts';
import { createWorld, type World } from '#test/world.ts';
import { readConfig, secretsOf } from './config.ts';
import { createLog } from './log.ts';
import { withSecretFiles } from './secret-files.ts';

const all = plantedSecrets.map(([, secret]) => secret);
let root: string;
beforeEach(async () => (root = await mkdtemp(path.join(tmpdir(), 'masking-'))));
afterEach(() => rm(root, { recursive: true, force: true }));

it('knows at least 20 formats', () => {
  expect(all.length).toBeGreaterThanOrEqual(20);
});

describe('in the whole bot', () => {
  let world: World;
  beforeEach(async () => {
    world = await createWorld();
    await world.says(7, '/new telegram-bot demo');
    await vi.waitFor(() => expect(said()).toContain('is ready'), 15_000);
  });
  afterEach(() => world.close());
  const said = () => world.messages.map((each) => each.card.text).join('\n');

  it('shows no planted secret: not in answers, steps, diffs, errors, the record or commits', async () => {
    const text = all.join('\n');
    const tree = world.workspace.directory('demo');
    world.gateway.script(async (run) => {
      await writeFile(path.join(tree, 'harmless.txt'), 'x\n');
      for (const [at, secret] of all.entries())
        run.step({ stepId: `${at}`, state: 'done', tool: 'exec', title: `run ${secret}` });
      run.say(text);
      return `Diff:\n\`\`\`diff\n${text.replaceAll(/^/gmu, '+')}\n\`\`\`\n${text}`;
    });
    await world.says(7, `use ${text}`);
    await vi.waitFor(() => expect(said()).toContain('harmless'), 15_000);
    world.gateway.script(async () => {
      throw new Error(`failed with ${text}`);
    });
    await world.says(7, 'again');
    await vi.waitFor(() => expect(said()).toContain('The agent failed'), 15_000);
    world.runs.push({ exitCode: 1, output: text });
    await world.says(7, '/new telegram-bot other');
    await vi.waitFor(() => expect(said()).toContain('was not created'), 15_000);
    const answers = await Promise.all(all.map((secret) => world.says(7, `/use ${secret}`)));

    const { stdout: log } = await import('execa').then(({ execa }) =>
      execa('git', ['log', '--format=%B%an'], { cwd: tree }),
    );
    const audit = await world.store.audit.list({ limit: 1_000 });
    const shown = JSON.stringify([
      world.messages.map(({ card, versions }) => [card.text, versions.map((each) => each.text)]),
      world.messages.map(({ card }) => card.buttons?.flat().map(({ label }) => label)),
      answers.map(({ card, toast }) => [card?.text, toast]),
    ]).replaceAll('\\', '');
    for (const secret of all) {
      const lines = secret.split('\n').filter((line) => !line.startsWith('-----') && line);
      for (const line of lines) {
        expect(shown).not.toContain(line);
        expect(log).not.toContain(line);
        expect(JSON.stringify(audit)).not.toContain(line);
      }
    }
    expect(log).toContain(MASK);
    expect(shown).toContain(MASK);
  });
});

it.each(plantedSecrets)('logs no %s, wherever in a line', async (_kind, secret) => {
  const config = readConfig({ DATA_DIR: root, TELEGRAM_BOT_TOKEN: undefined, MODEL: 'demo' });
  const log = createLog(config, createMasker(secretsOf(config)));
  const error = new Error(`request to https://x/${secret} failed`, { cause: new Error(secret) });
  log.error({ error, nested: { list: [secret] } }, `failed: ${secret}`);
  await vi.waitFor(async () => expect(await lines()).toHaveLength(1));
  const [line = ''] = await lines();
  for (const part of [secret, JSON.stringify(secret).slice(1, -1)])
    expect(line).not.toContain(part);
  expect((JSON.parse(line) as { msg: string }).msg).toContain(MASK);

  async function lines(): Promise<readonly string[]> {
    const text = await readFile(path.join(root, 'codefoundry.log'), 'utf8').catch(() => '');
    return text.split('\n').filter(Boolean);
  }
});

it('logs lines that are JSON, whatever somebody keeps as a secret', async () => {
  const config = readConfig({ DATA_DIR: root, TELEGRAM_BOT_TOKEN: undefined, MODEL: 'demo' });
  const masker = createMasker();
  for (const value of ['","level":', '"project":"shop"', '{"level":30,', 'shop","msg":"deploy'])
    masker.add(value, 'project');
  const log = createLog(config, masker);
  log.info({ project: 'shop', token: 'k3Jf92hGq0ZxPwLmNb' }, 'deployed');
  const file = path.join(root, 'codefoundry.log');
  await vi.waitFor(async () => expect(await readFile(file, 'utf8')).toContain('\n'));
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    level: 30,
    project: 'shop',
    token: MASK,
    msg: 'deployed',
  });
});

it('tells Telegram no secret by any method, in any field, file or label', async () => {
  const masker = createMasker(['hush-hush-hush']);
  const calls: unknown[] = [];
  const api = maskedApi(
    {
      async call(...call) {
        calls.push(call);
        return { kind: 'ok', result: true };
      },
    },
    { text: (text) => masker.mask(text), bytes: (bytes) => maskBytes(bytes, masker) },
  );
  const body = {
    chat_id: 7,
    text: 'a hush-hush-hush',
    entities: [{ type: 'bold', offset: 2, length: 14 }],
    reply_markup: { inline_keyboard: [[{ text: 'hush-hush-hush', callback_data: 'id' }]] },
    rich_message: { blocks: [{ text: ['hush-hush-hush'] }] },
  };
  const bytes = Buffer.from([0xff, 0xfe, ...Buffer.from('hush-hush-hush'), 0x80]);
  const upload = { field: 'document', name: 'hush-hush-hush.txt', bytes };
  await api.call('sendMessage', body, { upload });
  await api.call('answerCallbackQuery', { callback_query_id: '1', text: 'hush-hush-hush' });
  const [[, sent, options]] = calls as [[string, typeof body, { upload: typeof upload }]];
  expect(JSON.stringify(calls)).not.toContain('hush');
  expect(options.upload.bytes.toString('latin1')).toBe(`\u00ff\u00fe${MASK}\u0080`);
  expect(sent).not.toHaveProperty('entities');
  await api.call('sendMessage', { chat_id: 7, text: 'harmless', entities: body.entities });
  expect(calls.at(-1)).toMatchObject(['sendMessage', { entities: body.entities }, {}]);
});

describe('secrets from files', () => {
  const read = (values: Record<string, string>) =>
    withSecretFiles(values, ['GATEWAY_TOKEN', 'OPENAI_API_KEY'], path.join(root, 'docker'));

  it('come from systemd and from Docker, under either spelling, and NAME_FILE wins', async () => {
    await mkdir(path.join(root, 'docker'));
    await mkdir(path.join(root, 'systemd'));
    await writeFile(path.join(root, 'docker', 'gateway_token'), 'of-docker\n');
    await writeFile(path.join(root, 'docker', 'OPENAI_API_KEY'), 'key-of-docker\n');
    expect(read({})).toEqual({ GATEWAY_TOKEN: 'of-docker', OPENAI_API_KEY: 'key-of-docker' });
    await writeFile(path.join(root, 'systemd', 'GATEWAY_TOKEN'), 'of-systemd\n');
    const CREDENTIALS_DIRECTORY = path.join(root, 'systemd');
    expect(read({ CREDENTIALS_DIRECTORY })['GATEWAY_TOKEN']).toBe('of-systemd');
    expect(read({ CREDENTIALS_DIRECTORY, GATEWAY_TOKEN: 'x' })['GATEWAY_TOKEN']).toBe('x');
    const GATEWAY_TOKEN_FILE = path.join(root, 'docker', 'gateway_token');
    expect(read({ GATEWAY_TOKEN_FILE, GATEWAY_TOKEN: 'x' })['GATEWAY_TOKEN']).toBe('of-docker');
  });

  it('stop the start when one is there and cannot be read', async () => {
    await mkdir(path.join(root, 'docker', 'GATEWAY_TOKEN'), { recursive: true });
    expect(() => read({})).toThrow('cannot be read');
  });
});
