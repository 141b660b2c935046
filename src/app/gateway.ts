import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Logger } from 'pino';
import { Fault } from '#kernel/fault.ts';
import { shorten } from '#lib/text.ts';
import { type DemoModel, startDemoModel } from '#playground/demo-model/demo-model.ts';
import { type EmbeddedGateway, startEmbeddedGateway } from '#ports/gateway/embedded/embedded.ts';
import { installGateway, pinnedVersion } from '#ports/gateway/embedded/install.ts';
import type { ModelConfig } from '#ports/gateway/embedded/model.ts';
import { openClawGateway } from '#ports/gateway/openclaw/gateway.ts';
import type { Store } from '#ports/store/port.ts';
import type { ProjectSandbox } from '#ports/sandbox/detect.ts';
import type { Config, Model } from './config.ts';
import type { LateGateway } from './late-gateway.ts';
import { ROOT } from './root.ts';

interface Options {
  readonly config: Config;
  /** Becomes the real one when that is there. */
  readonly gateway: LateGateway;
  readonly sandbox: ProjectSandbox;
  readonly store: Pick<Store, 'settings'>;
  readonly log: Logger;
  /** Told every token and key that is made here. */
  readonly onSecret: (secret: string) => void;
  readonly now: () => number;
}

/** The demo model, and the key that it answers to. */
interface KeyedDemoModel extends DemoModel {
  readonly apiKey: string;
}

/** Pause before a failed installation or start is tried again. */
const RETRY_MS = 60_000;
/** How long the agent may take to put down what it does when the bot ends. */
const STOP_GRACE_MS = 10_000;

/**
 * Brings the agent's gateway up in the background: the one of `GATEWAY_URL`, or our own, which is
 * installed first where it is missing.
 */
export function connectGateway(options: Options): { stop(): Promise<void> } {
  const { config, gateway, log, now } = options;
  const stopping = new AbortController();
  let demo: KeyedDemoModel | undefined;
  let embedded: EmbeddedGateway | undefined;

  const connect = (url: string, token: string, mayConnect?: () => Promise<boolean>): void => {
    options.onSecret(token);
    const identityFile = path.join(config.dataDir, 'gateway-identity.json');
    const note = (message: string, details?: object) => log.info(details ?? {}, message);
    const gate = mayConnect && { mayConnect };
    gateway.becomes(openClawGateway({ url, token, now, log: note, identityFile, ...gate }));
  };

  const bringUp = async (model: Exclude<Model, { readonly kind: 'none' }>): Promise<void> => {
    demo ??= model.kind === 'demo' ? await openDemoModel(options.store) : undefined;
    if (demo) options.onSecret(demo.apiKey);
    const sourceDir = path.join(ROOT, 'gateway');
    const version = await pinnedVersion(sourceDir);
    const installDir = path.join(config.dataDir, 'gateway', `openclaw-${version}`);
    await installGateway({
      sourceDir,
      targetDir: installDir,
      node: process.execPath,
      environment: process.env,
      now,
      signal: stopping.signal,
      onProgress({ sizeBytes, expectedBytes, elapsedMs, expectedMs }) {
        const megabytes = (bytes: number) => Math.round(bytes / 1e6);
        const seconds = (ms: number) => Math.round(ms / 1_000);
        gateway.waitingFor({
          code: 'installing',
          megabytes: megabytes(sizeBytes),
          expectedMegabytes: megabytes(expectedBytes),
          seconds: seconds(elapsedMs),
          expectedSeconds: seconds(expectedMs),
        });
      },
    });
    if (stopping.signal.aborted) return;
    gateway.waitingFor({ code: 'starting' });
    embedded = await startEmbeddedGateway({
      installDir,
      stateDir: path.join(config.dataDir, 'gateway', 'state'),
      projectsDir: config.projectsDir,
      model: toModelConfig(model, demo),
      shell: options.sandbox.shell,
      path: options.sandbox.path,
      node: process.execPath,
      environment: process.env,
      now,
      log: (event) => log.info(event, 'gateway process'),
    });
    await embedded.ready();
    const own = embedded;
    if (!stopping.signal.aborted) connect(own.url, own.token, () => own.serves());
  };

  const keepTrying = async (model: Exclude<Model, { readonly kind: 'none' }>): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        return await bringUp(model);
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.error({ error }, 'the embedded gateway did not start');
        // The first line says what is missing; what npm printed behind it is for the log.
        const [reason = ''] = error instanceof Fault ? error.detail.split('\n') : ['see the log'];
        gateway.waitingFor({ code: 'not-started', detail: shorten(reason, 200) });
        await new Promise((resolve) => {
          setTimeout(resolve, RETRY_MS).unref();
          stopping.signal.addEventListener('abort', resolve, { once: true });
        });
      }
    }
  };

  let coming: Promise<void> = Promise.resolve();
  if (config.gateway) connect(config.gateway.url, config.gateway.token);
  else if (config.model.kind === 'none') gateway.waitingFor({ code: 'no-model' });
  else coming = keepTrying(config.model);

  return {
    async stop() {
      stopping.abort();
      // What waits for a person would hold the gateway's own drain for minutes.
      if (embedded) await denyAll(gateway);
      await gateway.close();
      await embedded?.stop({ graceMs: STOP_GRACE_MS });
      await coming;
      await embedded?.stop({ graceMs: STOP_GRACE_MS });
      await demo?.close();
    },
  };
}

async function denyAll(gateway: LateGateway): Promise<void> {
  const asks = await gateway.asks().catch(() => []);
  for (const ask of asks) {
    const ended =
      ask.kind === 'approval' ? gateway.decide(ask.id, 'deny') : gateway.abort(ask.sessionKey);
    await ended.catch(() => undefined);
  }
}

/** The demo model on the port it had before, so that a gateway that outlived us still finds it. */
async function openDemoModel(store: Pick<Store, 'settings'>): Promise<KeyedDemoModel> {
  const kept = (await store.settings.get('demo-model')) as
    | { port: number; apiKey: string }
    | undefined;
  const apiKey = kept?.apiKey ?? randomBytes(24).toString('base64url');
  const demo = await startDemoModel({ apiKey, port: kept?.port ?? 0 }).catch(() =>
    startDemoModel({ apiKey }),
  );
  await store.settings.set('demo-model', { apiKey, port: Number(new URL(demo.url).port) });
  return { ...demo, apiKey };
}

function toModelConfig(
  model: Exclude<Model, { readonly kind: 'none' }>,
  demo: KeyedDemoModel | undefined,
): ModelConfig {
  switch (model.kind) {
    case 'anthropic':
    case 'openai':
      return { kind: model.kind, apiKey: model.apiKey };
    case 'ollama':
      return { kind: 'ollama', url: model.url };
    case 'demo':
      return {
        kind: 'openai-compatible',
        url: demo?.url ?? '',
        apiKey: demo?.apiKey ?? '',
        model: 'demo-1',
      };
  }
}
