import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { connect } from './page/api.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

for (const port of ['http', '-1', '65536']) {
  test(`refuses PORT=${port}`, () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN], {
      env: { ...process.env, PORT: port },
      encoding: 'utf8',
    });

    assert.equal(status, 1);
    assert.match(stderr, new RegExp(`^PORT is not a port: ${port}. Example: PORT=3000$`, 'm'));
  });
}

test('keeps its notes over restarts, and ends cleanly on signals', { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'app-'));
  t.after(() => rm(folder, { recursive: true }));
  const DATABASE = join(folder, 'made', 'notes.db');
  for (const { host, signal, shown } of [
    { host: '', signal: 'SIGTERM', shown: '127.0.0.1' },
    { host: 'localhost', signal: 'SIGINT', shown: 'localhost' },
  ] as const) {
    const app = spawn(process.execPath, [MAIN], {
      env: { ...process.env, PORT: '0', HOST: host, DATABASE },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    t.after(() => app.kill('SIGKILL'));
    const ended = once(app, 'exit');
    const [line] = (await once(app.stdout, 'data')) as [Buffer];
    const url = /^Listening on (http:\S+)/.exec(line.toString())?.[1] ?? '';
    assert.equal(new URL(url).hostname, shown);
    await connect(url).add(signal);
    if (signal === 'SIGINT') {
      const texts = (await connect(url).list()).map(({ text }) => text);
      assert.deepEqual(texts, ['SIGTERM', 'SIGINT']);
    }

    app.kill(signal);

    assert.deepEqual(await ended, [0, null]);
  }
});
