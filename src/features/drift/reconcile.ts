import type { Card } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { changing } from '#ports/ops/changing.ts';
import type { Target } from '#ports/deployer/port.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import type { Environment } from '#ports/ops/port.ts';
import type { Operation } from '#ports/store/port.ts';
import { handEditCard, liveDriftCard } from './cards.ts';
import { type DriftPorts, type EnvironmentView, stateOf, viewOf } from './ports.ts';
import { createTold } from './told.ts';

const LOOK_EVERY_MS = 60_000;

/** What an edit of the ops repository by hand is told about. */
const EDIT = 'edit';

/** Compares what should be with what is, and tells owners of what nobody agreed on. */
export interface Reconciler {
  /** Starts again what was live and does not run; nobody has to wait for it. */
  revive(): void;
  /** Looks once. Each difference is told once while it lasts; when it is over, its messages say so. */
  look(): Promise<void>;
  /** Revives, then looks now and then, and after each change of the ops repository, until the signal. */
  watch(signal: AbortSignal): void;
}

/** It acts on nothing by itself but `revive`: people decide with the buttons of its messages. */
export function createReconciler(ports: DriftPorts): Reconciler {
  const { ops, deployers, store, log } = ports;
  const told = createTold(ports);

  const environments = async () => {
    const projects = await store.projects.list();
    return (await Promise.all(projects.map(({ name }) => ops.environments(name)))).flat();
  };

  const viewAt = (environment: Environment): Promise<EnvironmentView> =>
    viewOf(ports, environment).catch((error: unknown) => {
      log('an environment could not be looked at', { environment: environment.name, error });
      return { kind: 'unclear' };
    });

  /** What was wished and what was there are read one after another: one view alone may be neither. */
  const twice = async (environment: Environment): Promise<EnvironmentView> => {
    const first = await viewAt(environment);
    if (first.kind !== 'drift') return first;
    const { project, name } = environment;
    const again = await environmentOf(ops, { project, environment: name });
    const second = again && (await viewAt(again));
    const isSame = second?.kind === 'drift' && stateOf(second.drift) === stateOf(first.drift);
    return isSame ? second : { kind: 'unclear' };
  };

  const lookAtEdit = async (): Promise<void> => {
    const edit = await ops.drift();
    const known = (await told.open()).find(({ about }) => about === EDIT);
    if (known && known.state !== edit?.head)
      await told.end(EDIT, (say) => ({ text: say('drift-edit-over'), inPlaceOnly: true }));
    if (edit) await told.tell({ about: EDIT, state: edit.head }, (say) => handEditCard(edit, say));
  };

  const lookAt = async (environment: Environment): Promise<void> => {
    const { project, name } = environment;
    const about = aboutOf(project, name);
    const view = await twice(environment);
    if (view.kind === 'unclear') return;
    const state = view.kind === 'drift' ? stateOf(view.drift) : undefined;
    const known = (await told.open()).find((each) => each.about === about);
    if (known && known.state !== state) await told.end(about, overCard(about));
    if (view.kind === 'drift' && state !== undefined)
      await told.tell({ about, state }, (say) => liveDriftCard(view.drift, say));
  };

  const look = async (): Promise<void> => {
    await lookAtEdit();
    const all = await environments();
    for (const environment of all) await lookAt(environment);
    // What is no environment any more is not told of either.
    const there = new Set([EDIT, ...all.map(({ project, name }) => aboutOf(project, name))]);
    for (const { about } of await told.open())
      if (!there.has(about)) await told.end(about, overCard(about));
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

  /** From its step `start` until it has found its release well, an operation starts what is live itself. */
  const isInHand = async (target: Target, unfinished: readonly Operation[]): Promise<boolean> => {
    const operation = changing(target, unfinished);
    const steps = operation ? await store.operations.steps(operation.id) : [];
    const isWell = steps.some(({ name, result }) => name === 'watch' && result === true);
    return !isWell && steps.some(({ name }) => name === 'start');
  };

  const revive = async (): Promise<void> => {
    const unfinished = await store.operations.unfinished();
    const all = (await environments()).map(async (environment) => {
      const { project, name, settings, desired } = environment;
      const target = { project, environment: name };
      const deployer = deployers.get(settings.deployer);
      if (!deployer || !desired || (await isInHand(target, unfinished))) return;
      await deployer.revive(target, settings).catch((error: unknown) => {
        log('a release could not be started again', { ...target, error });
      });
    });
    await Promise.all(all);
  };

  const reviveNow = (): Promise<void> =>
    revive().catch((error: unknown) => log('nothing could be started again', { error }));

  return {
    look,
    revive: () => void reviveNow(),
    watch(signal) {
      void reviveNow().then(lookSoon);
      const timer = setInterval(lookSoon, LOOK_EVERY_MS);
      timer.unref();
      signal.addEventListener('abort', () => clearInterval(timer), { once: true });
      ops.watch(lookSoon, signal);
    },
  };
}

function aboutOf(project: string, environment: string): string {
  return `${project}/${environment}`;
}

function overCard(about: string): (say: Say) => Card {
  const [project = '', environment = ''] = about.split('/');
  return (say) => ({ text: say('drift-over', { project, environment }), inPlaceOnly: true });
}
