import type { Store } from '#ports/store/port.ts';
import { driftOf } from './drift.ts';
import { changeEnvironments } from './environments.ts';
import { changeHolds } from './holds.ts';
import { opsLine } from './line.ts';
import { projectFolder } from './places.ts';
import type { Ops } from './port.ts';
import type { OpsProblem } from './problem.ts';
import { changeProposals } from './proposals.ts';
import { opsRecord } from './record.ts';
import type { LoggedCommit, OpsRepository } from './repository.ts';
import { defaultEnvironments, inOrder } from './state.ts';
import { whatWasLive } from './was-live.ts';

/** How far back the history of one project is looked for. */
const REACH = 2_000;

/** `Ops` over any repository. */
export function opsOver(options: {
  readonly repository: OpsRepository;
  readonly settings: Store['settings'];
  /** The same for every adapter of one repository. */
  readonly key: string;
  readonly now: () => number;
  /** How often is looked whether another process has changed something; 0: never. */
  readonly pollMs: number;
}): Ops {
  const { repository, settings, key, now, pollMs } = options;
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const line = opsLine({ key, repository, record: opsRecord(settings), now, onChange: tell });
  const parts = { line, repository, now };

  return {
    ...changeProposals(parts),
    ...changeEnvironments(parts),
    ...changeHolds(parts),
    ...driftOf(parts),
    ...whatWasLive(parts),
    async environments(project) {
      projectFolder(project);
      const { environments } = await line.state();
      return inOrder(environments.get(project) ?? defaultEnvironments(project));
    },
    async note(change) {
      const action = `note ${change.subject.slice(0, 60)}`.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
      await line.inTurn(async (turn) => {
        if (await turn.find(change.operationId, action)) return;
        await turn.advance({ words: { ...change, action }, isNote: true, edit: () => new Map() });
      });
    },
    async history(project, limit) {
      const folder = projectFolder(project);
      const { accepted } = await line.current();
      if (accepted === undefined) return [];
      const [commits, own, every] = await Promise.all([
        repository.log(accepted, REACH),
        repository.touching(accepted, folder),
        repository.touching(accepted, 'environments/'),
      ]);
      const isOfAll = (each: LoggedCommit) => each.project === undefined && !every.has(each.sha);
      return commits
        .filter((each) => each.project === project || own.has(each.sha) || isOfAll(each))
        .slice(0, limit)
        .map(({ sha, atMs, subject, by, operation }) => ({
          sha,
          atMs,
          subject,
          by,
          ...(operation !== undefined && { operation }),
        }));
    },
    async problems() {
      const { accepted, main, record } = await line.current();
      const own = (await line.state()).problems;
      const there =
        main === undefined || main === accepted ? [] : (await line.stateAt(main)).problems;
      const all = [...own, ...there, ...(await repository.problems())];
      if (main === undefined) {
        all.push({ file: 'refs/heads/main', why: { code: 'main-gone' } });
      }
      if (record.lost !== undefined) all.push(lost(record.lost));
      const texts = all.map((problem) => JSON.stringify(problem));
      return all.filter((_, index) => texts.indexOf(texts[index] ?? '') === index);
    },
    async commandFiles() {
      return (await line.state()).commands;
    },
    watch(listener, signal) {
      if (signal.aborted) return;
      listeners.add(listener);
      signal.addEventListener('abort', () => listeners.delete(listener), { once: true });
      if (pollMs > 0) poll({ settings, repository, pollMs, signal, tell: listener });
    },
  };
}

function lost(sha: string): OpsProblem {
  return { file: 'refs/heads/main', why: { code: 'lost', sha } };
}

/** Looks for what another process has done. Whoever listens hears of our own changes at once. */
function poll(options: {
  readonly settings: Store['settings'];
  readonly repository: OpsRepository;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  readonly tell: () => void;
}): void {
  const { settings, repository, pollMs, signal, tell } = options;
  let last: string | undefined;
  const look = async () => {
    const record = await opsRecord(settings).get();
    const mark = `${record?.accepted} ${await repository.mark()}`;
    if (signal.aborted) return;
    if (last !== undefined && mark !== last) tell();
    last = mark;
  };
  let timer: NodeJS.Timeout | undefined;
  const again = async () => {
    // What cannot be read now is looked at again soon.
    await look().catch(() => undefined);
    if (signal.aborted) return;
    timer = setTimeout(() => void again(), pollMs);
    timer.unref();
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  void again();
}
