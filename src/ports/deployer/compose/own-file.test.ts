import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { allowedServices } from './allowed.ts';
import { HOSTILE_FILES, hostileFile } from './hostile-files.ts';
import { readOwnFile } from './own-file.ts';

let directory: string;

beforeEach(async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'own-file-'));
  directory = path.join(root, 'project');
  await mkdir(directory);
  await writeFile(path.join(root, 'secret.env'), 'TOKEN=1');
  await writeFile(path.join(root, 'Dockerfile'), 'FROM x');
  await writeFile(path.join(directory, 'Dockerfile'), 'FROM x');
  await writeFile(path.join(directory, 'own.env'), 'A=1');
  await symlink('../secret.env', path.join(directory, 'leading-out.env'));
  await symlink('..', path.join(directory, 'leading-out'));
});

afterEach(() => rm(path.dirname(directory), { recursive: true }));

/** As Compose resolves it where every short form is written out already. */
async function read(text: string, name = 'compose.yaml') {
  await writeFile(path.join(directory, name), text);
  const own = await readOwnFile(directory);
  if (own?.kind !== 'own') return own;
  const resolved = parse(text, { merge: true }) as {
    services: Record<string, { build?: unknown; env_file?: unknown }>;
  };
  for (const service of Object.values(resolved.services)) {
    const { build } = service;
    delete service.env_file;
    if (typeof build === 'string' && !build.includes(':'))
      service.build = path.join(directory, build);
    if (typeof build === 'object' && build !== null && 'context' in build)
      build.context = path.join(directory, String(build.context));
  }
  return allowedServices(directory, own.file, resolved);
}

describe('a Compose file that a project brings', () => {
  test.each(HOSTILE_FILES)(
    'is refused for %s when it says %s %s',
    async (key, service, top = '') => {
      const outcome = await read(hostileFile(String(service), top));
      expect(outcome).toMatchObject({ kind: 'refused', why: { file: 'compose.yaml', key } });
    },
  );

  test.each([
    [
      'a tag, which another parser may read in another way',
      'services: { app: { !!binary ZW52X2ZpbGU=: /etc/passwd } }',
    ],
    ['a key twice', 'services: { app: { image: a, image: b } }'],
    ['several documents', 'services: { app: { image: a } }\n---\nservices: {}'],
    ['no services', 'version: "3"'],
    ['what is no mapping', '- services'],
    ['more aliases than can be counted', bomb()],
  ])('is refused for %s', async (_, text) => {
    expect(await read(text)).toMatchObject({ kind: 'refused' });
  });

  test('is refused when it is a link out of the project', async () => {
    await writeFile(path.join(directory, '..', 'other.yaml'), 'services: { app: { image: a } }');
    await symlink('../other.yaml', path.join(directory, 'compose.yaml'));
    expect(await readOwnFile(directory)).toMatchObject({ kind: 'refused' });
  });

  test('brings what a release may have, in short and in long forms', async () => {
    const outcome = await read(
      `
x-shared: &shared { restart: always, init: true }
services:
  app:
    <<: *shared
    build: { context: ., dockerfile: Dockerfile, args: ["A=b=c"] }
    env_file: own.env
    ports: ["127.0.0.1:80:4000/tcp"]
    environment: ["URL=a=b", HOME]
    volumes: ["files:/files", { type: volume, source: more, target: /more, read_only: true }, /anonymous, { type: tmpfs, target: /fast }]
    privileged: false
    security_opt: ["no-new-privileges:true"]
    labels: { codefoundry.web: "true" }
    user: 1000
  job: { image: postgres, restart: "no", command: [a, b] }
volumes: { files: {}, more: null }
networks: { default: { driver: bridge } }
`,
      'docker-compose.yml',
    );
    expect(outcome).toMatchObject({
      kind: 'allowed',
      services: {
        app: {
          build: { context: directory, dockerfile: 'Dockerfile', arguments: { A: 'b=c' } },
          port: 4000,
          isWeb: true,
          isJob: false,
          user: '1000',
          environment: { URL: 'a=b' },
          tmpfs: ['/fast'],
          kept: { init: true },
        },
        job: { image: 'postgres', isJob: true, kept: { command: ['a', 'b'] } },
      },
    });
    expect(outcome && 'services' in outcome && outcome.services['app']?.volumes).toMatchObject([
      { name: 'files', path: '/files', isReadOnly: false },
      { name: 'more', path: '/more', isReadOnly: true },
      { path: '/anonymous' },
    ]);
  });

  test('is looked for under the names that Compose knows, in its order', async () => {
    expect(await readOwnFile(directory)).toBeUndefined();
    await writeFile(path.join(directory, 'docker-compose.yml'), 'services: { b: { image: b } }');
    expect(await readOwnFile(directory)).toMatchObject({ file: 'docker-compose.yml' });
    await writeFile(path.join(directory, 'compose.yaml'), 'services: { a: { image: a } }');
    expect(await readOwnFile(directory)).toMatchObject({ file: 'compose.yaml' });
  });
});

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, at) =>
    at === 0
      ? 'x-0: &a0 [l, l, l, l, l, l, l, l, l]'
      : `x-${at}: &a${at} [${Array(9)
          .fill(`*a${at - 1}`)
          .join(', ')}]`,
  );
  return `${levels.join('\n')}\nservices: { app: { image: a, command: *a8 } }`;
}
