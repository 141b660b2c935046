import type { Line, Turn } from './line.ts';
import { authorOf, messageOf } from './message.ts';
import type { Actor, Environment, Ops, OpsDrift } from './port.ts';
import type { OpsRepository } from './repository.ts';
import { toSettings } from './settings.ts';
import type { OpsState } from './state.ts';

/** The part of `Ops` about what was edited by hand. */
export function driftOf(parts: {
  readonly line: Line;
  readonly repository: OpsRepository;
  readonly now: () => number;
}): Pick<Ops, 'drift' | 'accept' | 'restore'> {
  const { line, repository, now } = parts;

  /** Puts a commit on what was edited by hand, with the files of that, or of what was in force. */
  const decide = async (
    turn: Turn,
    change: Actor & { readonly head: string },
    what: 'accept' | 'restore',
  ): Promise<boolean> => {
    const { head } = change;
    const action = `${what} ${head.slice(0, 40)}`;
    if (await turn.find(change.operationId, action)) return true;
    const { accepted, main } = await turn.current();
    if (main === undefined || main !== head) return false;
    if (what === 'restore' && accepted === undefined) return false;
    if (head === accepted) return true;
    const verb = what === 'accept' ? 'Apply' : 'Take back';
    const made = await repository.commit({
      base: what === 'accept' ? head : accepted,
      changes: new Map(),
      // The first parent is what was in force before: by these the line is followed.
      parents: accepted === undefined ? [head] : [accepted, head],
      author: authorOf(change.by),
      message: messageOf({ ...change, subject: `${verb} what was edited by hand`, action }),
      atMs: now(),
    });
    return turn.put({
      made,
      tip: made,
      from: head,
      remember: ({ accepted: now, proposals }) => ({ accepted: now, proposals }),
    });
  };

  return {
    async drift(): Promise<OpsDrift | undefined> {
      const { accepted, main, record } = await line.current();
      if (main === undefined || main === accepted) return undefined;
      if (accepted !== undefined && (await repository.isSame(accepted, main))) return undefined;
      const [before, after] = [await line.state(), await line.stateOnceAccepted(main)];
      return {
        accepted: record.lost ?? record.accepted,
        head: main,
        diff: await repository.diff(accepted, main),
        changed: changedDesired(before, after),
        settings: changedSettings(before, after),
      };
    },
    accept: (change) => line.inTurn((turn) => decide(turn, change, 'accept')),
    restore: (change) => line.inTurn((turn) => decide(turn, change, 'restore')),
  };
}

function changedDesired(before: OpsState, after: OpsState): OpsDrift['changed'] {
  return compared(before, after).flatMap(({ project, environment, was, is }) => {
    const [from, to] = [was?.desired, is?.desired];
    if (JSON.stringify(from) === JSON.stringify(to)) return [];
    return [{ project, environment, ...(from && { from }), ...(to && { to }) }];
  });
}

function changedSettings(before: OpsState, after: OpsState): OpsDrift['settings'] {
  return compared(before, after).flatMap(({ project, environment, ...both }) => {
    // What nobody has described has the defaults.
    const was: Named = { ...(both.was?.settings ?? toSettings(environment)) };
    const is: Named = { ...both.is?.settings };
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
      .toSorted();
    return names.length === 0 ? [] : [{ project, environment, names }];
  });
}

type Named = Readonly<Record<string, unknown>>;

interface Compared {
  readonly project: string;
  readonly environment: string;
  /** Absent: nobody had described it. */
  readonly was: Environment | undefined;
  readonly is: Environment | undefined;
}

/** Every environment that one of the two describes. */
function compared(before: OpsState, after: OpsState): readonly Compared[] {
  const [from, to] = [byPlace(before), byPlace(after)];
  return [...new Set([...from.keys(), ...to.keys()])].toSorted().map((place) => {
    const [project = '', environment = ''] = place.split('/');
    return { project, environment, was: from.get(place), is: to.get(place) };
  });
}

function byPlace({ environments }: OpsState): ReadonlyMap<string, Environment> {
  const all = [...environments.values()].flat();
  return new Map(all.map((each) => [`${each.project}/${each.name}`, each]));
}
