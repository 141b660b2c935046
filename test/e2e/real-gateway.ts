import path from 'node:path';
import { type DemoModel, startDemoModel } from '#playground/demo-model/demo-model.ts';
import { startEmbeddedGateway } from '#ports/gateway/embedded/embedded.ts';
import { openClawGateway } from '#ports/gateway/openclaw/gateway.ts';
import { detectSandbox } from '#ports/sandbox/detect.ts';
import { GATEWAY_DIR } from './setup.ts';

/** A real OpenClaw gateway with the demo model, isolated as in production. */
export interface RealGateway {
  readonly url: string;
  readonly token: string;
  readonly model: DemoModel & { readonly apiKey: string };
  /** SIGKILL; it starts again by itself. */
  kill(): void;
  close(): Promise<void>;
}

/** Starts it and resolves when it serves. */
export async function startRealGateway(place: {
  readonly root: string;
  readonly dataDir: string;
  readonly projectsDir: string;
}): Promise<RealGateway> {
  const { root, dataDir, projectsDir } = place;
  const apiKey = 'demo-key-that-nobody-may-see';
  const model = await startDemoModel({ apiKey });
  const sandbox = await detectSandbox({
    projectsDir,
    dataDir,
    node: process.execPath,
    environment: process.env,
  });
  const gateway = await startEmbeddedGateway({
    installDir: GATEWAY_DIR,
    stateDir: path.join(root, 'gateway-state'),
    projectsDir,
    model: { kind: 'openai-compatible', url: model.url, apiKey, model: 'demo-1' },
    shell: sandbox.shell,
    path: sandbox.path,
    node: process.execPath,
    environment: process.env,
    now: Date.now,
    log: () => undefined,
  });
  try {
    await gateway.ready();
  } catch (error) {
    await gateway.stop({ graceMs: 0 });
    await model.close();
    throw error;
  }
  return {
    url: gateway.url,
    token: gateway.token,
    model: Object.assign(model, { apiKey }),
    kill: () => process.kill(gateway.pid(), 'SIGKILL'),
    async close() {
      await gateway.stop({ graceMs: 0 });
      await model.close();
    },
  };
}

/** Whether anything runs in a session of the gateway. */
export async function isBusy(gateway: RealGateway, sessionKey: string): Promise<boolean> {
  const client = openClawGateway({
    url: gateway.url,
    token: gateway.token,
    now: Date.now,
    log: () => undefined,
  });
  try {
    return await new Promise((resolve, reject) => {
      const look = () =>
        client.inspect(sessionKey).then((view) => resolve(view.active !== undefined), reject);
      client.listen({ state: (state) => state.kind === 'up' && void look() });
      if (client.state().kind === 'up') void look();
    });
  } finally {
    await client.close();
  }
}
