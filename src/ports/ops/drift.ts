import type { Line, Turn } from './line.ts';
import { authorOf, messageOf } from './message.ts';
import type { Actor, Desired, Ops, OpsDrift } from './port.ts';
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
      const [before, after] = [await line.state(), await line.stateAt(main)];
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
  const [from, to] = [desiredByPlace(before), desiredByPlace(after)];
  const places = [...new Set([...from.keys(), ...to.keys()])].toSorted();
  return places.flatMap((place) => {
    const [was, is] = [from.get(place), to.get(place)];
    // What cannot be read there changes nothing, whoever applies it.
    if (is === undefined && after.paths.has(place) && !after.texts.has(place)) return [];
    if (JSON.stringify(was?.desired) === JSON.stringify(is?.desired)) return [];
    const { project, environment } = was ?? is ?? { project: '', environment: '' };
    return [
      {
        project,
        environment,
        ...(was?.desired && { from: was.desired }),
        ...(is?.desired && { to: is.desired }),
      },
    ];
  });
}

function changedSettings(before: OpsState, after: OpsState): OpsDrift['settings'] {
  const [from, to] = [settingsByPlace(before), settingsByPlace(after)];
  return [...new Set([...from.keys(), ...to.keys()])].toSorted().flatMap((place) => {
    const [project = '', environment = ''] = place.split('/');
    // What nobody has described has the defaults.
    const was = from.get(place) ?? { ...toSettings(environment) };
    const is = to.get(place) ?? {};
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])]
      .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
      .toSorted();
    return names.length === 0 ? [] : [{ project, environment, names }];
  });
}

function settingsByPlace(state: OpsState): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  const all = [...state.environments.values()].flat();
  return new Map(all.map(({ project, name, settings }) => [`${project}/${name}`, { ...settings }]));
}

interface Placed {
  readonly project: string;
  readonly environment: string;
  readonly desired?: Desired;
}

function desiredByPlace(state: OpsState): ReadonlyMap<string, Placed> {
  const all = [...state.environments.values()].flat();
  const placed = all.map(({ project, name, desired }) => {
    const file = `environments/${project}/${name}.yaml`;
    return [file, { project, environment: name, ...(desired && { desired }) }] as const;
  });
  return new Map(placed.filter(([file]) => state.texts.has(file)));
}
