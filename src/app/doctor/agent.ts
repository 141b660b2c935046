import { existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { describeDown } from '#kernel/down-reason.ts';
import type { Say } from '#kernel/language.ts';
import { describeRefusal, type RefusedReason } from '#kernel/refused-reason.ts';
import type { GatewayState } from '#ports/gateway/port.ts';
import { pinnedVersion } from '#ports/gateway/embedded/install.ts';
import { openClawGateway } from '#ports/gateway/openclaw/gateway.ts';
import type { Config } from '../config.ts';
import { ROOT } from '../root.ts';
import { broken, type Finding, ok, unknown } from './finding.ts';
import { checkModel, checkOffered } from './model.ts';

const CONNECT_MS = 8_000;
const HEALTH_MS = 3_000;

/** The gateway of the agent, and the model behind it. */
export async function checkAgent(
  config: Config,
  isRunning: boolean,
  say: Say,
): Promise<readonly Finding[]> {
  if (config.gateway) {
    const { url, token } = config.gateway;
    return connect(config, url, token, say);
  }
  return [
    isRunning ? await health(config) : await installed(config),
    await checkModel(config.model),
  ];
}

async function connect(
  config: Config,
  url: string,
  token: string,
  say: Say,
): Promise<readonly Finding[]> {
  const identityFile = path.join(config.dataDir, 'gateway-identity.json');
  // Where there is none, the connection would make one: that is for the first start.
  const hasIdentity = existsSync(identityFile);
  const gateway = openClawGateway({
    url,
    token,
    now: Date.now,
    log: () => undefined,
    ...(hasIdentity && { identityFile }),
  });
  try {
    const state = await settled(gateway);
    if (state.kind === 'up') return [toFinding(state, url, say), await checkOffered(gateway)];
    const first =
      state.kind === 'refused' && !hasIdentity
        ? unknown(
            `the gateway at ${url} does not let in a bot that has not been started yet`,
            `start it once, so that it has an identity there; for now it says: ${mendOf(state.reason, say)}`,
          )
        : toFinding(state, url, say);
    return [first, unknown('which models the gateway has could not be looked at')];
  } finally {
    await gateway.close();
  }
}

/** The first state that says something, or the one at the end of our patience. */
async function settled(gateway: ReturnType<typeof openClawGateway>): Promise<GatewayState> {
  const done = Promise.withResolvers<void>();
  const look = (state: GatewayState) => {
    if (state.kind !== 'down' || state.reason.code === 'unreachable') done.resolve();
  };
  const leave = gateway.listen({ state: look });
  const timer = setTimeout(done.resolve, CONNECT_MS);
  look(gateway.state());
  await done.promise;
  clearTimeout(timer);
  leave();
  return gateway.state();
}

function toFinding(state: GatewayState, url: string, say: Say): Finding {
  switch (state.kind) {
    case 'up':
      return ok(`the gateway at ${url} lets us in with all rights (OpenClaw ${state.version})`);
    case 'refused':
      return broken(`the gateway at ${url} does not let us in`, mendOf(state.reason, say));
    case 'down': {
      const reason = describeDown(state.reason, say).replaceAll('\\', '');
      return broken(`the gateway does not answer: ${reason}`, 'start it, and check GATEWAY_URL');
    }
  }
}

function mendOf(reason: RefusedReason, say: Say): string {
  return describeRefusal(reason, say).replaceAll('\\', '');
}

/** The embedded one belongs to the bot that runs: that one knows. */
async function health({ httpHost, httpPort }: Config): Promise<Finding> {
  const host = httpHost === '0.0.0.0' ? '127.0.0.1' : httpHost;
  try {
    const answer = await fetch(`http://${host}:${httpPort}/health`, {
      signal: AbortSignal.timeout(HEALTH_MS),
    });
    const { gatewayStatus, gatewayReason = '' } = (await answer.json()) as {
      readonly gatewayStatus?: string;
      readonly gatewayReason?: string;
    };
    if (gatewayStatus === 'up') return ok('the embedded gateway is up');
    return broken(
      `the embedded gateway is down: ${gatewayReason}`,
      'wait a minute, then read the log',
    );
  } catch {
    return unknown(
      'the bot that runs here does not answer on HTTP_PORT',
      'check HTTP_HOST and HTTP_PORT',
    );
  }
}

async function installed({ dataDir }: Config): Promise<Finding> {
  const version = await pinnedVersion(path.join(ROOT, 'gateway'));
  const directory = path.join(dataDir, 'gateway', `openclaw-${version}`);
  return access(directory).then(
    () => ok(`the embedded gateway is installed (OpenClaw ${version})`),
    () =>
      unknown('the embedded gateway is not installed yet: the first start does it, about 650 MB'),
  );
}
