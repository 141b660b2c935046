import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { localCheckouts } from '#ports/checkouts/local/local.ts';
import { connectHost } from '#ports/host/client.ts';
import { gitCli } from '#ports/git/cli/cli.ts';
import { repositoriesIn } from '#ports/git/repository-place.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';
import { findCommands } from '#ports/workspace/local/found-commands.ts';
import { localWorkspace } from '#ports/workspace/local/local.ts';
import { localDeployer } from './local.ts';

const settings = {
  healthTimeoutMs: 60_000,
  readinessDelayMs: 1_000,
  drainTimeoutMs: 10_000,
  keepReleases: 2,
  variables: {},
};
const target = { project: 'shop', environment: 'staging' };
const never = new AbortController().signal;

it('serves a project made from a template through good and bad releases, without a failed request', async () => {
  const root = await realpath(await mkdtemp('/var/tmp/local-archetype-'));
  const dataDir = join(root, 'data');
  const projectsDir = join(root, 'projects');
  const gitDirectory = repositoriesIn(join(dataDir, 'git'));
  const { trees } = await detectSandbox({
    projectsDir,
    dataDir,
    node: process.execPath,
    environment: process.env,
  });
  const host = connectHost({
    directory: join(dataDir, 'host'),
    node: process.execPath,
    bindHost: '127.0.0.1',
    log: () => undefined,
  });
  const over = new AbortController();
  try {
    const git = gitCli({ gitDirectory });
    const archetypesDir = join(import.meta.dirname, '../../../../archetypes');
    const workspace = localWorkspace({ projectsDir, archetypesDir, gitDirectory });
    await workspace.create('shop', 'web-service');
    const directory = workspace.directory('shop');
    await git.init(directory);
    const commit = async (message: string) =>
      (await git.commitAll(directory, { name: 'Alice', email: '7@x' }, message))!.sha;
    const checkouts = localCheckouts({
      dataDir,
      repository: (project) => gitDirectory(join(projectsDir, project)),
      trees,
      findCommands,
    });
    const deployer = localDeployer({
      dataDir,
      host,
      trees,
      now: Date.now,
      secretsFor: async () => ({}),
      isContainer: async () => false,
    });
    const deploy = async (sha: string, id: string) => {
      const checkout = await checkouts.open('shop', sha, id);
      const found = await checkout.commands();
      if (found.kind !== 'declared') throw new Error(found.kind);
      const source = { id, sha, directory: checkout.directory, commands: found.commands };
      const built = await deployer.build(target, source, settings, never);
      await checkouts.remove('shop', id);
      return built.kind === 'done' ? deployer.start(target, id, settings, never) : built;
    };

    const first = await commit('First');
    const checkout = await checkouts.open('shop', first, 'checks');
    const hook = await checkout.run(['sh', 'hooks/pre-deploy.sh'], { timeoutMs: 300_000 });
    expect(hook.exitCode === 0 ? '' : hook.output).toBe('');
    expect(await deploy(first, 'r1')).toEqual({ kind: 'done' });
    await deployer.switch(target, 'r1');
    await deployer.settle(target, settings);
    const { address } = await deployer.status(target);

    const answers = new Map<string, number>();
    const polling = (async () => {
      while (!over.signal.aborted) {
        const said = await fetch(`${address}/health`).then(({ status }) => `${status}`, String);
        answers.set(said, (answers.get(said) ?? 0) + 1);
        await sleep(50);
      }
    })();
    const main = join(directory, 'src', 'main.ts');
    const good = await readFile(main, 'utf8');
    await writeFile(main, `throw new Error('bad release');\n${good}`);
    expect(await deploy(await commit('Bad'), 'r2')).toMatchObject({
      reason: 'exited',
      tail: expect.stringContaining('bad release'),
    });
    await deployer.discard(target, 'r2');
    await writeFile(main, `setTimeout(() => process.exit(1), 500);\n${good}`);
    expect(await deploy(await commit('Worse'), 'r3')).toMatchObject({ reason: 'exited' });
    await deployer.discard(target, 'r3');
    await writeFile(main, `// Better.\n${good}`);
    const last = await commit('Good');
    expect(await deploy(last, 'r4')).toEqual({ kind: 'done' });
    expect(await deployer.switch(target, 'r4')).toEqual({ previous: 'r1' });
    await deployer.settle(target, settings);
    over.abort();
    await polling;
    expect([...answers.keys()]).toEqual(['200']);
    expect(await deployer.status(target)).toMatchObject({
      live: { sha: last },
      health: 'well',
      address,
    });
    expect((await deployer.releases(target)).map(({ id }) => id)).toEqual(['r4', 'r1']);
    expect(execFileSync('git', ['-C', directory, 'status', '--porcelain']).toString()).toBe('');
  } finally {
    over.abort();
    await host.endAll(0);
    await rm(root, { recursive: true, force: true });
  }
});
