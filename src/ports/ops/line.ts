import { Fault } from '#kernel/fault.ts';
import { authorOf, type CommitWords, messageOf, operationWord, trailersOf } from './message.ts';
import type { OpsRepository } from './repository.ts';
import type { OpsRecord, opsRecord } from './record.ts';
import { type OpsState, readState } from './state.ts';
import { type Trace, trailOf } from './trail.ts';
import { opsInTurn as inTurn } from './turns.ts';

/** Texts by path that a change wants; `undefined` removes. Nothing in it: there is nothing to do. */
export type Edits = ReadonlyMap<string, string | undefined>;

/** Edits of one file; none where there is no text to write. */
export function edited(file: string, text: string | undefined): Edits {
  return text === undefined ? new Map() : new Map([[file, text]]);
}

/** A change of what is in force. */
interface LineChange {
  readonly words: CommitWords;
  /**
   * What it does to files as `state` has them. Asked twice where somebody has edited by hand: once
   * for what is in force, once for the branch, which keeps what was edited there.
   */
  readonly edit: (state: OpsState) => Edits;
  /** A commit that this one brings in. */
  readonly mergeOf?: string;
  /** Commits also when no file changes. */
  readonly isNote?: true;
  /** What else is remembered once it is in force. */
  readonly remember?: (record: OpsRecord) => OpsRecord;
}

/** What is in force at the moment. */
interface InForce {
  readonly record: OpsRecord;
  /** `undefined`: it is lost. */
  readonly accepted: string | undefined;
  readonly main: string | undefined;
}

/** What may be done while nobody else changes the line. */
export interface Turn {
  current(): Promise<InForce>;
  /** What the files in force say. */
  state(): Promise<OpsState>;
  /** Makes a commit on what is in force, and resolves with it; with that itself where there is nothing to do. */
  advance(change: LineChange): Promise<string>;
  /** Puts `tip`, of which `made` is to be in force, on the branch; `false` when it has moved. */
  put(put: {
    readonly made: string;
    readonly tip: string;
    readonly from: string | undefined;
    readonly remember: (record: OpsRecord) => OpsRecord;
  }): Promise<boolean>;
  /** What operations did, the newest first. */
  traces(): Promise<readonly Trace[]>;
  /** The commit of an operation in the line that did `action`. */
  find(operationId: string, action: string): Promise<Trace | undefined>;
  remember(change: (record: OpsRecord) => OpsRecord): Promise<void>;
}

/** The line of commits that are in force, one made on the other. */
export interface Line {
  current(): Promise<InForce>;
  /** What the files in force say. */
  state(): Promise<OpsState>;
  /** What the files of any commit say, without earlier versions standing in. */
  stateAt(sha: string): Promise<OpsState>;
  /** What they would say once somebody has accepted the commit as it is. */
  stateOnceAccepted(sha: string): Promise<OpsState>;
  /** Everything that changes the line goes one after another. */
  inTurn<Result>(work: (turn: Turn) => Promise<Result>): Promise<Result>;
}

/** A branch that people push to faster than this is not worth waiting for. */
const ATTEMPTS = 20;
const KEPT_STATES = 16;

const EMPTY: OpsState = {
  environments: new Map(),
  holds: [],
  commands: [],
  problems: [],
  paths: new Set(),
  texts: new Map(),
};

/** Keeps the line in `repository` and what is in force in `record`. */
export function opsLine(options: {
  readonly key: string;
  readonly repository: OpsRepository;
  readonly record: ReturnType<typeof opsRecord>;
  readonly now: () => number;
  readonly onChange: () => void;
}): Line {
  const { key, repository, record, now, onChange } = options;
  const states = new Map<string, Promise<OpsState>>();
  const remembered = (name: string, read: () => Promise<OpsState>): Promise<OpsState> => {
    const known = states.get(name);
    if (known) return known;
    const reading = read();
    states.set(name, reading);
    reading.catch(() => states.delete(name));
    const [oldest] = states.keys();
    if (states.size > KEPT_STATES && oldest !== undefined) states.delete(oldest);
    return reading;
  };

  let opening: Promise<void> | undefined;
  const open = (): Promise<void> => {
    opening ??= repository.open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };

  const settle = async (): Promise<InForce> => {
    await open();
    const main = await repository.main();
    let known = await record.get();
    if (!known) {
      if (main === undefined)
        throw new Fault('git-failed', 'the ops repository has no branch main');
      known = { accepted: main, proposals: [] };
      await record.set(known);
    }
    const { making, ...rest } = known;
    if (making !== undefined) {
      const isThere = main !== undefined && (await repository.contains(main, making));
      known = isThere ? { ...rest, accepted: making } : rest;
      await record.set(known);
    }
    if (!(await repository.has(known.accepted))) {
      if (known.lost === undefined) {
        known = { ...known, lost: known.accepted };
        await record.set(known);
      }
      return { record: known, accepted: undefined, main };
    }
    return { record: known, accepted: known.accepted, main };
  };

  /** Where a file is not valid, its last valid version in the line up to `line` stands in. */
  const stateOver = (line: string, sha: string): Promise<OpsState> =>
    remembered(`${sha} over ${line}`, async () =>
      readState(await repository.tree(sha), (file) => repository.versions(line, file)),
    );
  const stateInForce = (accepted: string | undefined): Promise<OpsState> =>
    accepted === undefined ? Promise.resolve(EMPTY) : stateOver(accepted, accepted);
  const stateAt = (sha: string): Promise<OpsState> =>
    remembered(sha, async () => readState(await repository.tree(sha)));

  const put: Turn['put'] = async ({ made, tip, from, remember }) => {
    const { record: before } = await settle();
    await record.set({ ...before, making: made });
    if (!(await repository.moveMain({ from, to: tip, accepted: made }))) return false;
    await record.set(remember({ ...before, accepted: made }));
    onChange();
    return true;
  };

  const trail = trailOf(repository);

  const tryAdvance = async (change: LineChange): Promise<string | undefined> => {
    const { accepted, main } = await settle();
    const { words } = change;
    const edits = change.edit(await stateInForce(accepted));
    if (edits.size === 0 && !change.isNote) return accepted ?? '';
    const author = authorOf(words.by);
    const atMs = now();
    const parents = [accepted, change.mergeOf].filter((each) => each !== undefined);
    const made = await repository.commit({
      base: accepted,
      changes: edits,
      parents,
      author,
      message: messageOf(words),
      atMs,
    });
    let tip = made;
    if (main !== undefined && main !== accepted) {
      tip = await repository.commit({
        base: main,
        changes: await overHandEdits(main, change),
        parents: [main, made],
        author,
        message: messageOf({ ...words, action: `beside ${words.action}` }),
        atMs,
      });
    }
    const remember = change.remember ?? ((same: OpsRecord) => same);
    if (!(await put({ made, tip, from: main, remember }))) return undefined;
    trail.goOn(accepted, { sha: made, parents, ...trailersOf(words) });
    return made;
  };

  /** What is not valid on the branch stays as it is: whoever wrote it is told, not overruled. */
  const overHandEdits = async (main: string, change: LineChange): Promise<Edits> => {
    const state = await stateAt(main);
    const edits = [...change.edit(state)];
    return new Map(edits.filter(([file]) => !state.paths.has(file) || state.texts.has(file)));
  };

  const turn: Turn = {
    current: settle,
    state: async () => stateInForce((await settle()).accepted),
    put,
    async advance(change) {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const made = await tryAdvance(change);
        if (made !== undefined) return made;
      }
      throw new Fault('git-failed', 'the branch main of the ops repository moves all the time');
    },
    traces: async () => trail.of((await settle()).accepted),
    async find(operationId, action) {
      const operation = operationWord(operationId);
      return (await turn.traces()).find(
        (each) => each.operation === operation && each.action === action,
      );
    },
    async remember(change) {
      const { record: before } = await settle();
      const after = change(before);
      if (JSON.stringify(after) !== JSON.stringify(before)) await record.set(after);
    },
  };

  return {
    current: () => inTurn(key, settle),
    state: () => inTurn(key, () => turn.state()),
    stateAt,
    stateOnceAccepted: (sha) =>
      inTurn(key, async () => stateOver((await settle()).accepted ?? sha, sha)),
    inTurn: (work) => inTurn(key, () => work(turn)),
  };
}
