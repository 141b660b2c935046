import { isDeepStrictEqual } from 'node:util';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { StrictnessCase } from './case.ts';
import { CASES } from './cases.ts';
import { loadVersions } from './mutant-loader.ts';
import { expectedOutcome, type runCase, titleOf } from './run-case.ts';
import type { Site } from './sites.ts';

/** What the worker is told. */
export interface MutantWork {
  readonly sites: readonly Site[];
  /** Ids of those to try, in this order. */
  readonly wanted: readonly number[];
  /** How many times the usual patience to have. */
  readonly patience: number;
}

/**
 * `killed`: some case got something else. `unreached`: no case gets there at all. `silent`: none got
 * something else, and one came to no end in time, which shows nothing.
 */
export type Fate = 'killed' | 'survived' | 'unreached' | 'silent';

/** What the worker tells: cases that fail with nothing switched off; each site's fate; a pulse. */
export type MutantNews =
  | { readonly kind: 'traced'; readonly wrong: readonly string[] }
  | { readonly kind: 'alive' }
  | { readonly kind: 'trying'; readonly site: number }
  | { readonly kind: 'tried'; readonly site: number; readonly fate: Fate };

interface Runner {
  readonly runCase: typeof runCase;
}
type Load = ReturnType<typeof loadVersions>;

/** A worker that is not heard for much longer goes round in circles. */
const HEARTBEAT_MS = 500;
/** How long a case may take with nothing switched off. */
const TRACE_PATIENCE_MS = 30_000;
/** A case of a changed emulator that is silent for so long is given up. */
const PATIENCE_MS = 1_500;
/** After so many silent cases the others are not waited for. */
const ENOUGH_SILENCE = 3;
/** But a case that is slow by itself may take so many times its own time. */
const SLOWER = 10;

if (parentPort) await work(parentPort, workerData as MutantWork);

async function work(port: MessagePort, { sites, wanted, patience }: MutantWork): Promise<void> {
  const tell = (news: MutantNews): void => port.postMessage(news);
  const heart = setInterval(() => tell({ kind: 'alive' }), HEARTBEAT_MS);
  const reached = new Map<Site, Set<StrictnessCase>>();
  let running: StrictnessCase | undefined;
  const load = loadVersions(sites, (site) => {
    if (running) reached.set(site, (reached.get(site) ?? new Set()).add(running));
  });
  const traced = await load<Runner>('run-case.ts', { kind: 'traced' });
  const wrong: string[] = [];
  const patienceMs = new Map<StrictnessCase, number>();
  for (const tried of CASES) {
    running = tried;
    const startedMs = performance.now();
    const isRight = (await verdictOf(traced, tried, TRACE_PATIENCE_MS)) === 'same';
    const tookMs = performance.now() - startedMs;
    if (isRight) patienceMs.set(tried, patience * Math.max(PATIENCE_MS, SLOWER * tookMs));
    else wrong.push(titleOf(tried));
  }
  tell({ kind: 'traced', wrong });
  for (const site of sites.filter(({ id }) => wanted.includes(id))) {
    tell({ kind: 'trying', site: site.id });
    const cases = quickFirst(reached.get(refusalOf(site, sites)), patienceMs);
    const fate = await tryWithout(load, site, cases);
    tell({ kind: 'tried', site: site.id, fate });
  }
  clearInterval(heart);
  // What a changed emulator left behind must not keep the thread alive.
  process.exit();
}

/** A reason is reached by what reaches the refusal. */
function refusalOf(site: Site, sites: readonly Site[]): Site {
  const isIts = ({ file, start }: Site): boolean => file === site.file && start === site.refusesAt;
  return sites.find(isIts) ?? site;
}

/** The cases that show a difference when there is one, and how long each may take. */
type Trials = readonly (readonly [tried: StrictnessCase, patienceMs: number])[];

function quickFirst(
  cases: ReadonlySet<StrictnessCase> | undefined,
  patienceMs: ReadonlyMap<StrictnessCase, number>,
): Trials {
  return [...(cases ?? [])]
    .flatMap((tried) => {
      const limitMs = patienceMs.get(tried);
      return limitMs === undefined ? [] : [[tried, limitMs] as const];
    })
    .toSorted(([, a], [, b]) => a - b);
}

async function tryWithout(load: Load, site: Site, trials: Trials): Promise<Fate> {
  if (trials.length === 0) return 'unreached';
  const runner = await load<Runner>('run-case.ts', { kind: 'mutant', site });
  let silent = 0;
  for (const [tried, patienceMs] of trials) {
    const verdict = await verdictOf(runner, tried, patienceMs);
    if (verdict === 'different') return 'killed';
    if (verdict === 'silent') silent += 1;
    if (silent === ENOUGH_SILENCE) break;
  }
  return silent > 0 ? 'silent' : 'survived';
}

async function verdictOf(
  { runCase }: Runner,
  tried: StrictnessCase,
  patienceMs: number,
): Promise<'same' | 'different' | 'silent'> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<'silence'>((resolve) => {
    timer = setTimeout(() => resolve('silence'), patienceMs);
  });
  try {
    const outcome = await Promise.race([runCase(tried), silence]);
    if (outcome === 'silence') return 'silent';
    return isDeepStrictEqual(outcome, expectedOutcome(tried)) ? 'same' : 'different';
  } catch {
    return 'different';
  } finally {
    clearTimeout(timer);
  }
}
