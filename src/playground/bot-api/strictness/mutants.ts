import { Worker } from 'node:worker_threads';
import type { Fate, MutantNews, MutantWork } from './mutant-worker.ts';
import { findSites, type Site } from './sites.ts';

/** What became of the emulator with one refusal, or one reason for it, switched off. */
interface Mutant {
  readonly site: Site;
  readonly fate: Fate;
}

/** What came of all of them. */
interface Trial {
  readonly mutants: readonly Mutant[];
  /** Cases that fail although nothing is switched off; they show nothing. */
  readonly wrong: readonly string[];
}

/** A worker without a pulse for so long goes round in circles: that is a difference. */
const STUCK_MS = 8_000;

/** Switches off each refusal of the emulator alone and runs the cases that get there. */
export async function tryMutants(): Promise<Trial> {
  const sites = findSites();
  const mutants: Mutant[] = [];
  const wrong = new Set<string>();
  for (;;) {
    const stuck = await tryFrom(sites, mutants, wrong);
    if (mutants.length === sites.length) return { mutants, wrong: [...wrong] };
    if (!stuck) throw new Error('The worker ended before its time.');
    mutants.push({ site: stuck, fate: 'killed' });
  }
}

/** Adds what a worker finds; returns the site that it got stuck at or died of. */
function tryFrom(
  sites: readonly Site[],
  mutants: Mutant[],
  wrong: Set<string>,
): Promise<Site | undefined> {
  const workerData: MutantWork = { sites, from: mutants.length };
  const worker = new Worker(new URL('mutant-worker.ts', import.meta.url), {
    workerData,
    // It tells at each start that stripping types is experimental in Node 24.
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return new Promise((resolve, reject) => {
    let trying: Site | undefined;
    let timer: NodeJS.Timeout | undefined;
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
      timer = setTimeout(() => end(() => resolve(trying)), STUCK_MS);
    });
    worker.once('error', (error) => end(() => (trying ? resolve(trying) : reject(error))));
    worker.once('exit', () => end(() => resolve(trying)));
  });
}
