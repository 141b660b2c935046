import { Worker } from 'node:worker_threads';
import type { Fate, MutantNews, MutantWork } from './mutant-worker.ts';
import { findSites, type Site } from './sites.ts';

/** What became of the emulator with one refusal, or one reason for it, switched off. */
interface Mutant {
  readonly site: Site;
  readonly fate: Fate;
  /** Its worker was not even heard of any more. */
  readonly isStuck?: boolean;
}

/** What came of all of them. */
interface Trial {
  readonly mutants: readonly Mutant[];
  /** Cases that fail although nothing is switched off; they show nothing. */
  readonly wrong: readonly string[];
}

/** A worker without a pulse for so long goes round in circles, or the machine is very busy. */
const STUCK_MS = 8_000;

/** What was silent once is tried again by itself, with so many times the patience. */
const PATIENCE_AGAIN = 4;

/** Switches off each refusal of the emulator alone and runs the cases that get there. */
export async function tryMutants(): Promise<Trial> {
  const sites = findSites();
  const wrong = new Set<string>();
  const first = await tryEach({ sites, wanted: sites, patience: 1 }, wrong);
  const silent = first.filter(({ fate }) => fate === 'silent').map(({ site }) => site);
  const again = await tryEach({ sites, wanted: silent, patience: PATIENCE_AGAIN }, wrong);
  // Twice without a pulse is no busy machine: the change made a circle, and that is a difference.
  const retried = again.map(({ site, fate, isStuck }): Mutant => {
    const wasStuck = first.some((tried) => tried.site === site && tried.isStuck);
    return { site, fate: isStuck && wasStuck ? 'killed' : fate };
  });
  const mutants = [...first.filter(({ fate }) => fate !== 'silent'), ...retried];
  return { mutants, wrong: [...wrong] };
}

/** Which sites to try, among all. */
interface Wanted {
  readonly sites: readonly Site[];
  readonly wanted: readonly Site[];
  readonly patience: number;
}

async function tryEach(wanted: Wanted, wrong: Set<string>): Promise<Mutant[]> {
  const mutants: Mutant[] = [];
  while (mutants.length < wanted.wanted.length) {
    const stuck = await tryFrom(wanted, mutants, wrong);
    if (stuck?.died) mutants.push({ site: stuck.site, fate: 'killed' });
    else if (stuck) mutants.push({ site: stuck.site, fate: 'silent', isStuck: true });
    else if (mutants.length < wanted.wanted.length)
      throw new Error('The worker ended before its time.');
  }
  return mutants;
}

/** Where a worker ended early: it died of the change, or was not heard of any more. */
interface Stuck {
  readonly site: Site;
  readonly died: boolean;
}

/** Adds what a worker finds; returns the site that it got stuck at or died of. */
function tryFrom(
  { sites, wanted, patience }: Wanted,
  mutants: Mutant[],
  wrong: Set<string>,
): Promise<Stuck | undefined> {
  const left = wanted.slice(mutants.length).map(({ id }) => id);
  const workerData: MutantWork = { sites, wanted: left, patience };
  const worker = new Worker(new URL('mutant-worker.ts', import.meta.url), {
    workerData,
    // It tells at each start that stripping types is experimental in Node 24.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise((resolve, reject) => {
    let trying: Site | undefined;
    let timer: NodeJS.Timeout | undefined;
    const stuck = (died: boolean): Stuck | undefined => trying && { site: trying, died };
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      void worker.terminate();
      settle();
    };
    worker.on('message', (news: MutantNews) => {
      clearTimeout(timer);
      if (news.kind === 'traced') for (const title of news.wrong) wrong.add(title);
      if (news.kind === 'trying') trying = sites[news.site];
      if (news.kind === 'tried' && trying) {
        mutants.push({ site: trying, fate: news.fate });
        trying = undefined;
      }
      timer = setTimeout(() => end(() => resolve(stuck(false))), patience * STUCK_MS);
    });
    worker.once('error', (error) => end(() => (trying ? resolve(stuck(true)) : reject(error))));
    worker.once('exit', () => end(() => resolve(stuck(true))));
  });
}
