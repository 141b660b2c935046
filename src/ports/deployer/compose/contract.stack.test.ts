import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Doing, deployerContract } from '../contract.ts';
import type { DeployerSettings } from '../port.ts';
import { composeDeployer } from './compose.ts';
import { dockerCli } from './docker.ts';
import { HOSTILE_FILES, hostileFile } from './hostile-files.ts';
import { fileRecords } from './record.ts';
import { startTestProxy } from './test-proxy.ts';

const host = process.env['TEST_DOCKER_HOST'] ?? '';
const docker = dockerCli({ ...process.env, DOCKER_HOST: host });

const PROGRAM = (sha: string, doing: Doing) => `
import { createServer } from 'node:http';
console.log('${doing}' === 'well' ? '${sha} begins' : '${doing}');
if ('${doing}' === 'exits') process.exit(3);
if ('${doing}' === 'exits-late') setTimeout(() => process.exit(3), 250);
process.on('SIGTERM', () => process.exit(0));
createServer((asked, answer) => {
  const [, verb, word] = asked.url.split('/');
  if (verb === 'print') console.log(decodeURIComponent(word));
  if (verb === 'health' && '${doing}' === 'never-well') answer.statusCode = 503;
  answer.end('${sha}');
}).listen(process.env.PORT, process.env.HOST);
`;
const DOCKERFILE = 'FROM node:24-bookworm-slim\nCOPY main.mjs ./\nCMD ["node", "main.mjs"]\n';

let targets = 0;

async function make() {
  const root = await mkdtemp(path.join(tmpdir(), 'compose-contract-'));
  const proxy = await startTestProxy();
  const records = fileRecords(path.join(root, 'records'));
  const again = () => composeDeployer({ docker, records, proxy, now: Date.now });
  const deployer = again();
  const target = { project: `contract-${(targets += 1)}`, environment: 'staging' };
  const get = async (place: string) =>
    (await fetch(`${(await deployer.status(target)).address}${place}`)).text();
  let commits = 0;
  return {
    deployer,
    target,
    again,
    root,
    async source(id: string, doing: Doing) {
      const directory = path.join(root, `tree-${(commits += 1)}`);
      const sha = String(commits).padStart(40, '0');
      await mkdir(directory);
      await writeFile(path.join(directory, 'main.mjs'), PROGRAM(sha, doing));
      const failing = doing === 'build-fails' ? 'RUN echo build-fails; exit 1\n' : '';
      if (doing !== 'no-start')
        await writeFile(path.join(directory, 'Dockerfile'), DOCKERFILE + failing);
      const health = { path: '/health', portVariable: 'PORT' } as const;
      return { id, sha, directory, commands: { checks: [], health } };
    },
    ask: () => get('/').catch(() => undefined),
    print: async (text: string) => void (await get(`/print/${encodeURIComponent(text)}`)),
    async close() {
      await deployer.remove(target);
      await proxy.close();
      await rm(root, { recursive: true, force: true });
      const filter = `--filter=label=codefoundry.project=${target.project}`;
      expect(await docker.read(['ps', '--all', '--quiet', filter])).toBe('');
    },
  };
}

describe.skipIf(host === '')('with a real Docker', () => {
  deployerContract('compose', make, 180_000);

  test('builds nothing of a Compose file that asks for too much, as Compose itself reads it', async () => {
    const under = await make();
    try {
      for (const [key, service, top] of HOSTILE_FILES) {
        const source = await under.source('r1', 'well');
        await writeFile(path.join(source.directory, 'compose.yaml'), hostileFile(service, top));
        await symlink('..', path.join(source.directory, 'leading-out'));
        await symlink('/etc/hostname', path.join(source.directory, 'leading-out.env'));
        const settings: DeployerSettings = {
          healthTimeoutMs: 1,
          readinessDelayMs: 1,
          drainTimeoutMs: 1,
          keepReleases: 1,
          variables: {},
        };
        const signal = new AbortController().signal;
        const outcome = await under.deployer.build(under.target, source, settings, signal);
        expect(outcome, `${key}: ${service}`).toMatchObject({
          kind: 'failed',
          reason: 'unsupported',
          why: [{ file: 'compose.yaml', key }],
        });
      }
    } finally {
      await under.close();
    }
  }, 300_000);
});
