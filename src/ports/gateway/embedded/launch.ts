import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { TOKEN_VARIABLE, gatewayConfig } from './config.ts';
import { type ModelConfig, modelSettings } from './model.ts';
import { writePrivate } from './record.ts';

/** What a gateway process is made of. */
export interface LaunchOptions {
  /** Holds `node_modules/openclaw`. */
  readonly installDir: string;
  readonly stateDir: string;
  readonly projectsDir: string;
  readonly model: ModelConfig;
  /** Text of the program that runs the agent's command lines. */
  readonly shell: string;
  /** Absolute path of the Node program that runs the gateway. */
  readonly node: string;
  /** `PATH` of project code: the gateway looks programs up there before it hands them over. */
  readonly path: string;
  /** Our own; the gateway gets what is on its list. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** For reaching the model, and for words in the right language. No key and no token is among them. */
const PASSED =
  'LANG LC_ALL TZ HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy ' +
  'NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR';

/** The whole environment of the gateway process. */
function gatewayEnvironment(options: LaunchOptions, token: string): Record<string, string> {
  const { stateDir, environment } = options;
  const passed = PASSED.split(' ').flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    ...modelSettings(options.model).environment,
    PATH: options.path,
    HOME: stateDir,
    SHELL: shellFile(stateDir),
    [TOKEN_VARIABLE]: token,
    OPENCLAW_HOME: stateDir,
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: join(stateDir, 'openclaw.json'),
    OPENCLAW_SKIP_CHANNELS: '1',
    OPENCLAW_DISABLE_BONJOUR: '1',
    // One process that keeps its id, so that it can be found again.
    OPENCLAW_NO_RESPAWN: '1',
    // No start-up files of a shell are read: they would run outside the sandbox.
    OPENCLAW_EXEC_SHELL_SNAPSHOT: '0',
  };
}

/** The same for two launches that would run the same thing; keys and token are in it, hashed. */
export function fingerprint(options: LaunchOptions, token: string): string {
  const config = configOf(options, 0);
  const parts = [options.installDir, options.shell, config, gatewayEnvironment(options, token)];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Writes what the gateway needs and starts it: in a session of its own and with files for output,
 * so that the death of the bot does not touch it. Resolves with its process id.
 */
export async function launch(options: LaunchOptions, port: number, token: string): Promise<number> {
  const { stateDir } = options;
  const config = JSON.stringify(configOf(options, port), undefined, 2);
  await writePrivate(join(stateDir, 'openclaw.json'), config);
  await writePrivate(shellFile(stateDir), options.shell, 0o700);
  const output = openSync(outputFile(stateDir), 'w', 0o600);
  try {
    const program = join(options.installDir, 'node_modules', 'openclaw', 'openclaw.mjs');
    const child = spawn(options.node, [program, 'gateway'], {
      // Not in a project: the gateway reads a `.env` where it starts.
      cwd: stateDir,
      env: gatewayEnvironment(options, token),
      stdio: ['ignore', output, output],
      detached: true,
    });
    const pid = await new Promise<number | undefined>((resolve, reject) => {
      child.on('error', reject);
      child.on('spawn', () => resolve(child.pid));
    });
    if (pid === undefined) throw new Error('the gateway has no process id');
    child.unref();
    return pid;
  } finally {
    closeSync(output);
  }
}

/** What the process printed since its start: why it ended stands there. */
export function outputFile(stateDir: string): string {
  return join(stateDir, 'gateway.out');
}

function shellFile(stateDir: string): string {
  return join(stateDir, 'project-shell');
}

function configOf(options: LaunchOptions, port: number): object {
  const { stateDir, projectsDir, node } = options;
  return gatewayConfig({ port, stateDir, projectsDir, node, model: modelSettings(options.model) });
}
