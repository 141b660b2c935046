import type { Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import { handEditCard, liveDriftCard } from './cards.ts';
import { type DriftPorts, isChanging, type LiveDrift, liveDriftOf } from './ports.ts';

const LOOK_EVERY_MS = 60_000;

/** Compares what should be with what is, and tells owners of what nobody agreed on. */
export interface Reconciler {
  /** Starts again what was live and does not run; nobody has to wait for it. */
  revive(): void;
  /** Looks once; each difference is told once. */
  look(): Promise<void>;
  /** Revives, then looks now and then, and after each change of the ops repository, until the signal. */
  watch(signal: AbortSignal): void;
}

/** It acts on nothing by itself but `revive`: people decide with the buttons of its messages. */
export function createReconciler(ports: DriftPorts): Reconciler {
  const { chat, ops, deployers, store, sayIn, ownerIds, log } = ports;

  const environments = async () => {
    const projects = await store.projects.list();
    return (await Promise.all(projects.map(({ name }) => ops.environments(name)))).flat();
  };

  /** Of one key there is one message, so what is known is not told again. */
  const tell = async (key: string, card: (say: Say) => Card): Promise<void> => {
    for (const home of await ownerHomes(store, ownerIds))
      await chat.post(home, `${key}:${home.id}`, card(sayIn(home.language)));
  };

  const differences = async (): Promise<readonly LiveDrift[]> => {
    const unfinished = await store.operations.unfinished();
    const found: LiveDrift[] = [];
    for (const environment of await environments()) {
      const drift = await liveDriftOf(ports, environment, unfinished).catch((error: unknown) => {
        log('an environment could not be looked at', { environment: environment.name, error });
        return undefined;
      });
      if (drift) found.push(drift);
    }
    return found;
  };

  const look = async (): Promise<void> => {
    const edit = await ops.drift();
    if (edit) await tell(`drift:${edit.head}`, (say) => handEditCard(edit, say));
    for (const drift of await differences()) {
      const { target, wanted, live, isDown } = drift;
      const state = [wanted?.id, live?.id, isDown ? 'down' : 'up'].join(':');
      const key = `drift:${target.project}:${target.environment}:${state}`;
      await tell(key, (say) => liveDriftCard(drift, say));
    }
  };

  /** One look at a time; what is asked for meanwhile is one more. */
  let running: Promise<void> | undefined;
  let isAsked = false;
  const lookSoon = (): void => {
    isAsked = true;
    running ??= (async () => {
      while (isAsked) {
        isAsked = false;
        await look().catch((error: unknown) => log('drift could not be looked for', { error }));
      }
      running = undefined;
    })();
  };

  /** What an operation is changing at this moment, it starts itself. */
  const revive = async (): Promise<void> => {
    const unfinished = await store.operations.unfinished();
    const all = (await environments()).map(async (environment) => {
      const { project, name, settings, desired } = environment;
      const target = { project, environment: name };
      const deployer = deployers.get(settings.deployer);
      if (!deployer || !desired || isChanging(target, unfinished)) return;
      await deployer.revive(target, settings).catch((error: unknown) => {
        log('a release could not be started again', { ...target, error });
      });
    });
    await Promise.all(all);
  };

  return {
    look,
    revive: () => void revive(),
    watch(signal) {
      void revive().then(lookSoon, (error: unknown) => {
        log('nothing could be started again', { error });
      });
      const timer = setInterval(lookSoon, LOOK_EVERY_MS);
      timer.unref();
      signal.addEventListener('abort', () => clearInterval(timer), { once: true });
      ops.watch(lookSoon, signal);
    },
  };
}
