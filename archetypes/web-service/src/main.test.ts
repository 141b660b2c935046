import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

for (const port of ['http', '-1', '65536', '1.5']) {
  test(`refuses PORT=${port}`, () => {
    const { status, stderr } = spawnSync(process.execPath, [MAIN], {
      env: { ...process.env, PORT: port },
      encoding: 'utf8',
    });

    assert.equal(status, 1);
    assert.equal(stderr, `PORT is not a port: ${port}. Example: PORT=3000\n`);
  });
}

for (const { host, signal, shown } of [
  { host: '', signal: 'SIGTERM', shown: '127.0.0.1' },
  { host: 'localhost', signal: 'SIGINT', shown: 'localhost' },
] as const) {
  test(`listens on ${shown} and ends cleanly on ${signal}`, { timeout: 30_000 }, async () => {
    const service = spawn(process.execPath, [MAIN], {
      env: { ...process.env, PORT: '0', HOST: host },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const ended = once(service, 'exit');
      const [line] = (await once(service.stdout, 'data')) as [Buffer];
      const url = /^Listening on (http:\S+)/.exec(line.toString())?.[1] ?? '';
      assert.equal(new URL(url).hostname, shown);
      assert.equal((await fetch(`${url}/health`)).status, 200);

      service.kill(signal);

      assert.deepEqual(await ended, [0, null]);
    } finally {
      service.kill('SIGKILL');
    }
  });
}
