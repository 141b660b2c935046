import { dirname, join } from 'node:path';
import type { ModelSettings } from './model.ts';

/** Everything the agent may use. Nothing here reaches another session, a person or the gateway. */
const TOOLS = 'read write edit apply_patch exec process ask_user web_fetch progress_card'.split(
  ' ',
);

/** Settings of the gateway. They hold no secret: token and keys come as variables. */
export function gatewayConfig(options: {
  readonly port: number;
  readonly stateDir: string;
  readonly projectsDir: string;
  readonly model: ModelSettings;
  /** Absolute path of the Node program that project code shall get. */
  readonly node: string;
}): object {
  const { port, stateDir, projectsDir, model } = options;
  return {
    gateway: {
      mode: 'local',
      port,
      bind: 'loopback',
      auth: { mode: 'token', token: `\${${TOKEN_VARIABLE}}` },
      controlUi: { enabled: false },
    },
    agents: {
      defaults: {
        // A session inside it needs no administrator's connection.
        workspace: projectsDir,
        skipBootstrap: true,
        // The bundled skills are about OpenClaw itself; each would cost tokens in every turn.
        skills: [],
        model: { primary: model.primary },
        // No turns that nobody asked for.
        heartbeat: { every: '0m' },
      },
    },
    ...(model.models === undefined ? {} : { models: model.models }),
    tools: {
      allow: TOOLS,
      // With nine tools nothing is gained by hiding some behind a search.
      toolSearch: false,
      fs: { workspaceOnly: true },
      // Every command is asked for, in sessions without a permission mode too.
      exec: {
        host: 'gateway',
        mode: 'ask',
        safeBins: [],
        notifyOnExit: false,
        // The gateway puts the system's directories in front of PATH; an older Node may be there.
        pathPrepend: [dirname(options.node)],
      },
      elevated: { enabled: false },
    },
    cron: { enabled: false },
    discovery: { mdns: { mode: 'off' } },
    update: { checkOnStart: false },
    plugins:
      model.plugins.length === 0
        ? { enabled: false }
        : { enabled: true, allow: model.plugins, slots: { memory: 'none' } },
    logging: { file: join(stateDir, 'gateway.jsonl') },
  };
}

/** The variable that carries the gateway's token. */
export const TOKEN_VARIABLE = 'OPENCLAW_GATEWAY_TOKEN';
