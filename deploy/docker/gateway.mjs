// Starts the OpenClaw gateway in a container of its own, with the settings that the bot gives to
// the one it runs itself. Listens on loopback: the bot's container shares this one's network.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayConfig, TOKEN_VARIABLE } from '../../src/ports/gateway/embedded/config.ts';
import { modelSettings } from '../../src/ports/gateway/embedded/model.ts';
import { detectSandbox } from '../../src/ports/sandbox/detect.ts';

const { env } = process;
const [projectsDir, dataDir, stateDir] = [env.PROJECTS_DIR, env.DATA_DIR, env.STATE_DIR];

/** From the environment, the file that it names, or Docker's secrets. */
function secret(name) {
  const files = [env[`${name}_FILE`], `/run/secrets/${name}`, `/run/secrets/${name.toLowerCase()}`];
  const file = files.find((each) => each && existsSync(each));
  return (env[name] ?? (file ? readFileSync(file, 'utf8') : '')).trim();
}

function chooseModel() {
  const anthropic = secret('ANTHROPIC_API_KEY');
  if (anthropic) return { kind: 'anthropic', apiKey: anthropic };
  const openai = secret('OPENAI_API_KEY');
  if (openai) return { kind: 'openai', apiKey: openai };
  if (env.OLLAMA_URL) return { kind: 'ollama', url: env.OLLAMA_URL };
  return undefined;
}

const token = secret('GATEWAY_TOKEN');
const model = chooseModel();
if (token.length < 16 || !model) {
  process.stderr.write(
    'The gateway needs the secret GATEWAY_TOKEN of 16 characters or more, and one of ANTHROPIC_API_KEY, OPENAI_API_KEY and OLLAMA_URL.\n',
  );
  process.exit(1);
}

const settings = modelSettings(model);
const node = process.execPath;
const sandbox = await detectSandbox({ projectsDir, dataDir, node, environment: env });
const own = { recursive: true, mode: 0o700 };
mkdirSync(stateDir, own);
const [configFile, shell] = [
  path.join(stateDir, 'openclaw.json'),
  path.join(stateDir, 'project-shell'),
];
const config = gatewayConfig({ port: 18_789, stateDir, projectsDir, node, model: settings });
writeFileSync(configFile, JSON.stringify(config, undefined, 2), { mode: 0o600 });
writeFileSync(shell, sandbox.shell, { mode: 0o700 });

const passed = ['LANG', 'TZ', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'];
const program = path.join(import.meta.dirname, '../../gateway/node_modules/openclaw/openclaw.mjs');
const child = spawn(node, [program, 'gateway'], {
  // Not in a project: the gateway reads a `.env` where it starts.
  cwd: stateDir,
  env: {
    ...Object.fromEntries(passed.flatMap((name) => (env[name] ? [[name, env[name]]] : []))),
    ...settings.environment,
    PATH: sandbox.path,
    HOME: stateDir,
    SHELL: shell,
    [TOKEN_VARIABLE]: token,
    OPENCLAW_HOME: stateDir,
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: configFile,
    OPENCLAW_SKIP_CHANNELS: '1',
    OPENCLAW_DISABLE_BONJOUR: '1',
    OPENCLAW_NO_RESPAWN: '1',
    OPENCLAW_EXEC_SHELL_SNAPSHOT: '0',
  },
  stdio: ['ignore', 'inherit', 'inherit'],
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
