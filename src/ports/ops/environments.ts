import { Fault } from '#kernel/fault.ts';
import { sha256 } from '#lib/digest.ts';
import { newEnvironmentText, withSettings } from './environment-file.ts';
import { edited, type Edits, type Line, type Turn } from './line.ts';
import { environmentFile, HOLDS_FILE, projectFolder } from './places.ts';
import type { Actor, Hold, Ops } from './port.ts';
import { withHolds } from './holds-file.ts';
import { DEFAULT_NAMES, type OpsState } from './state.ts';

/** The part of `Ops` that changes how environments are deployed, and which there are. */
export function changeEnvironments({
  line,
}: {
  readonly line: Line;
}): Pick<Ops, 'configure' | 'rename' | 'remove'> {
  const configure = async (turn: Turn, change: Parameters<Ops['configure']>[0]): Promise<void> => {
    const { project, environment, settings, cleared } = change;
    const file = environmentFile(project, environment);
    const digest = sha256(JSON.stringify([settings, cleared])).slice(0, 12);
    const action = `configure ${project}/${environment} ${digest}`;
    if (await turn.find(change.operationId, action)) return;
    const textOf = (state: OpsState) => state.texts.get(file) ?? newEnvironmentText(environment);
    const outcome = withSettings(textOf(await turn.state()), environment, settings, cleared);
    if (outcome.kind === 'bad') {
      throw new Fault('config-invalid', `${file}: ${JSON.stringify(outcome.problem)}`);
    }
    await writeDefaults(turn, change, project);
    await turn.advance({
      words: { ...change, subject: `Configure ${project} ${environment}`, action, project },
      edit: (state) => {
        const before = textOf(state);
        const after = withSettings(before, environment, settings, cleared);
        const isSame = after.kind === 'good' && after.text === state.texts.get(file);
        return after.kind === 'bad' || isSame ? new Map() : edited(file, after.text);
      },
    });
  };

  return {
    configure: (change) => line.inTurn((turn) => configure(turn, change)),
    rename: (change) =>
      line.inTurn(async (turn) => {
        const { project, to } = change;
        const [folder, target] = [projectFolder(project), projectFolder(to)];
        const action = `rename ${project} ${to}`;
        if (folder === target || (await turn.find(change.operationId, action))) return;
        await turn.advance({
          words: { ...change, subject: `Rename ${project} to ${to}`, action, project: to },
          edit: (state) => {
            const moved = [...state.texts].filter(([file]) => file.startsWith(folder));
            if (moved.length === 0 && !holdsName(state, project)) return new Map();
            const gone = [...state.paths].filter(
              (file) => file.startsWith(folder) || file.startsWith(target),
            );
            return new Map([
              ...gone.map((file) => [file, undefined] as const),
              ...moved.map(([file, text]) => [target + file.slice(folder.length), text] as const),
              ...editHolds(state, (hold) =>
                hold.project === project ? [{ ...hold, project: to }] : [hold],
              ),
            ]);
          },
        });
      }),
    remove: (change) =>
      line.inTurn(async (turn) => {
        const { project } = change;
        const folder = projectFolder(project);
        const action = `remove ${project}`;
        if (await turn.find(change.operationId, action)) return;
        await turn.advance({
          words: { ...change, subject: `Remove ${project}`, action, project },
          edit: (state) =>
            new Map([
              ...[...state.paths]
                .filter((file) => file.startsWith(folder))
                .map((file) => [file, undefined] as const),
              ...editHolds(state, (hold) => (hold.project === project ? [] : [hold])),
            ]),
        });
      }),
  };
}

/**
 * Writes down what a project has by default, once anything of it is to be changed: from then on only
 * what is described is there. Resolves with what is in force.
 */
export async function writeDefaults(turn: Turn, actor: Actor, project: string): Promise<string> {
  const folder = projectFolder(project);
  const hasAny = (state: OpsState) => [...state.paths].some((file) => file.startsWith(folder));
  const { by, operationId } = actor;
  return turn.advance({
    words: {
      by,
      operationId,
      reason: '',
      subject: `Describe the environments of ${project}`,
      action: `describe ${project}`,
      project,
    },
    edit: (state) =>
      new Map(
        hasAny(state)
          ? []
          : DEFAULT_NAMES.map((name) => [environmentFile(project, name), newEnvironmentText(name)]),
      ),
  });
}

function holdsName({ holds }: OpsState, project: string): boolean {
  return holds.some((hold) => hold.project === project);
}

function editHolds(state: OpsState, change: (hold: Hold) => readonly Hold[]): Edits {
  const text = state.texts.get(HOLDS_FILE);
  if (text === undefined) return new Map();
  const after = withHolds(text, (holds) => holds.flatMap(change));
  return after === text ? new Map() : edited(HOLDS_FILE, after);
}
