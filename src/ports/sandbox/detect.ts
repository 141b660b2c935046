import { access, constants, mkdir, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { NoIsolation } from '#kernel/no-isolation.ts';
import { exec } from '#lib/exec.ts';
import { npmEnvironment } from '#lib/npm-environment.ts';
import { runCapped } from '#lib/run-capped.ts';
import { type BubblewrapOptions, bubblewrapSandbox, prepare } from './bubblewrap/bubblewrap.ts';
import { bubblewrapArgv } from './bubblewrap/argv.ts';
import { findSystem } from './bubblewrap/system.ts';
import { bubblewrapTrees } from './bubblewrap/trees.ts';
import { allowedEnvironment } from './environment.ts';
import { noSandbox } from './none/none.ts';
import { noTrees } from './none/trees.ts';
import type { Sandbox, TreeSandbox } from './port.ts';
import { projectShell } from './project-shell.ts';

export interface DetectOptions {
  readonly projectsDir: string;
  /**
   * The bot's data. Caches go to `cache/` in it; the repository of project `x` is `git/x.git` and
   * can be read; the rest is never visible.
   */
  readonly dataDir: string;
  /** Absolute path of the Node program that projects use. */
  readonly node: string;
  /** Our own environment; projects get what the allow-list lets through. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A sandbox, and the same isolation as a program for the agent's gateway. */
export interface ProjectSandbox extends Sandbox {
  /** Text of the script to set as `SHELL` of the gateway. */
  readonly shell: string;
  /** `PATH` inside. */
  readonly path: string;
  /** The same isolation for checkouts and releases. */
  readonly trees: TreeSandbox;
}

/** The strongest sandbox that really works here: `bwrap` is tried, not only looked for. */
export async function detectSandbox(options: DetectOptions): Promise<ProjectSandbox> {
  const cachesDir = join(options.dataDir, 'cache');
  await mkdir(options.projectsDir, { recursive: true });
  await mkdir(cachesDir, { recursive: true, mode: 0o700 });
  const outer = options.environment['PATH'] ?? '/usr/local/bin:/usr/bin:/bin';
  const npm = await find('npm', outer);
  const tools = [options.node, ...(npm === undefined ? [] : [npm])];
  const path = searchPath(tools);
  const place = {
    projectsDir: await realpath(options.projectsDir),
    cachesDir: await realpath(cachesDir),
    repositoriesDir: join(await realpath(options.dataDir), 'git'),
    environment: {
      ...allowedEnvironment(options.environment),
      ...(npm === undefined ? {} : await registry(npm, options)),
      PATH: path,
      npm_config_update_notifier: 'false',
    },
  };
  const none = (why: NoIsolation) => ({
    ...noSandbox(place, why),
    trees: noTrees(place, why),
    shell: projectShell(place),
    path,
  });

  const program = await find('bwrap', outer);
  if (program === undefined) return none({ code: 'no-bubblewrap' });
  const dataDir = await realpath(options.dataDir);
  const system = await findSystem(tools, [dataDir, place.projectsDir], place.environment);
  const bubblewrap = { ...place, program, system };
  const problem = await probe(bubblewrap, options.node);
  if (problem !== undefined) return none(problem);
  return {
    ...bubblewrapSandbox(bubblewrap),
    trees: bubblewrapTrees(bubblewrap),
    shell: projectShell(place, bubblewrap),
    path,
  };
}

/** What keeps `bwrap` from building the very view that projects get, or nothing. */
async function probe(options: BubblewrapOptions, node: string): Promise<NoIsolation | undefined> {
  const { environment, system, program, cachesDir } = options;
  const caches = join(cachesDir, '.probe');
  const project = join(caches, 'project');
  const repository = join(caches, 'none.git');
  await mkdir(project, { recursive: true, mode: 0o700 });
  await prepare(project, caches, repository);
  const view = { project, caches, repository, environment, system };
  const argv = [program, ...bubblewrapArgv(view, project), '--'] as const;
  const script = `echo ${BUILT}; "$0" --version`;
  const { exitCode, output } = await runCapped([...argv, 'sh', '-c', script, node], {
    directory: project,
    environment: {},
    timeoutMs: 10_000,
    capBytes: 4096,
  }).catch((error: unknown) => ({ exitCode: undefined, output: String(error) }));
  if (!output.startsWith(BUILT)) return { code: 'no-namespaces', detail: output.trim() };
  const detail = output.slice(BUILT.length).trim();
  return exitCode === 0 ? undefined : { code: 'no-node', detail };
}

/** Printed from inside: what follows is no longer about `bwrap`. */
const BUILT = 'view-built';

/** The registry that npm is set up with here: its settings file is not visible inside. */
async function registry(npm: string, options: DetectOptions): Promise<Record<string, string>> {
  const env = npmEnvironment(options.environment, options.node);
  const argv = [npm, 'config', 'get', 'registry'] as const;
  const result = await exec(argv, { cwd: options.dataDir, env, timeoutMs: 20_000 });
  const found = result.stdout.trim();
  return URL.canParse(found) ? { npm_config_registry: found } : {};
}

function searchPath(tools: readonly string[]): string {
  return [
    ...new Set([...tools.map((tool) => dirname(tool)), '/usr/local/bin', '/usr/bin', '/bin']),
  ].join(delimiter);
}

async function find(name: string, searched: string): Promise<string | undefined> {
  for (const directory of searched.split(delimiter)) {
    if (!directory.startsWith('/')) continue;
    const file = join(directory, name);
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return undefined;
}
