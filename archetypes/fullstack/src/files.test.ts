import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { startApp } from '../test/start-app.ts';
import { pageRoutes } from './files.ts';

test('serves the page, and everything that it asks for', async () => {
  await using app = await startApp();
  const page = await fetch(app.url);
  assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
  const html = await page.text();

  const asked = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map(([, path]) => path ?? '');
  assert.deepEqual(asked, ['/page.css', '/page.ts']);
  for (const path of asked) {
    const response = await fetch(app.url + path);
    assert.equal(response.status, 200);
    const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
    assert.equal(response.headers.get('content-type'), `${type}; charset=utf-8`);
  }
});

test('serves the scripts as JavaScript, with all that they import', async () => {
  await using app = await startApp();
  const seen = new Set(['/page.ts']);
  for (const path of seen) {
    const script = await (await fetch(app.url + path)).text();
    assert.doesNotMatch(script, /: string\b|\binterface |\bimport type\b/, path);
    for (const [, name] of script.matchAll(/from '\.(\/[^']+)'/g)) if (name) seen.add(name);
  }
  assert.deepEqual([...seen].sort(), ['/api.ts', '/note.ts', '/page.ts', '/view.ts']);
});

for (const path of ['/main.ts', '/note.test.ts', '/..%2fmain.ts', '/page/../../package.json']) {
  test(`does not serve ${path}`, async () => {
    await using app = await startApp();

    assert.equal((await fetch(app.url + path)).status, 404);
  });
}

test('does not start with a file in src/page/ whose type it does not know', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'a.xyz'), '');

  await assert.rejects(pageRoutes(pathToFileURL(`${folder}/`)), {
    message: 'a.xyz: no type known for it in src/files.ts',
  });
});
