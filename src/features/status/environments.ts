import { plain } from '#kernel/card.ts';
import { describeProblem } from '#ports/ops/problem.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Deployer, LiveStatus } from '#ports/deployer/port.ts';
import { changing } from '#ports/ops/changing.ts';
import { holdReason, isAbout, operationOfLock } from '#ports/ops/holding.ts';
import type { Environment, Hold, Ops } from '#ports/ops/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Within } from './within.ts';

/** What the lines about environments are made from. */
export interface EnvironmentSources {
  readonly ops: Pick<Ops, 'environments' | 'holds' | 'drift' | 'problems'>;
  readonly deployers: ReadonlyMap<Deployer['kind'], Deployer>;
  readonly store: Pick<Store, 'operations' | 'projects'>;
  readonly now: () => number;
}

/** How an environment is, as far as somebody answered in time. */
export interface EnvironmentState {
  readonly environment: Environment;
  /** `false`: this machine cannot deploy as it is set. */
  readonly hasDeployer: boolean;
  readonly status?: LiveStatus;
  readonly held?: Hold;
  /** Something else is live than agreed on, and nothing is about to change that. */
  readonly isDrifted: boolean;
}

/** Of the health of an environment. */
export const SIGNS = {
  well: '🟢',
  unwell: '🟠',
  down: '🔴',
  stopped: '⚪',
  unknown: '❔',
} as const;
const PROBLEMS_SHOWN = 3;

/** What is known of the environments of some projects. */
interface States {
  /** In the order of the projects; `undefined`: nobody knows which environments there are. */
  readonly states: readonly (readonly EnvironmentState[] | undefined)[];
  /** `false`: then none seems held, though some may be. */
  readonly areHoldsKnown: boolean;
}

/** Looks at the environments of projects, all at once. */
export async function statesOf(
  sources: EnvironmentSources,
  projects: readonly string[],
  within: Within,
): Promise<States> {
  const [known, looks] = await Promise.all([
    within(() => sources.ops.holds(sources.now())),
    Promise.all(projects.map((project) => lookAt(project, sources, within))),
  ]);
  // Read last: what began while the deployers answered counts too.
  const unfinished = await sources.store.operations.unfinished();
  const holds = (known ?? []).filter(
    ({ id }) => !unfinished.some((each) => each.id === operationOfLock(id)),
  );
  const states = looks.map((look) =>
    look?.map(({ target, status, ...state }) => {
      const held = holds.find((hold) => isAbout(hold, target.project, target.environment));
      const isOther =
        status !== undefined && status.live?.id !== state.environment.desired?.release;
      return {
        ...state,
        isDrifted: isOther && changing(target, unfinished) === undefined,
        ...(status && { status }),
        ...(held && { held }),
      };
    }),
  );
  return { states, areHoldsKnown: known !== undefined };
}

/** Asks the deployers of one project. */
async function lookAt(project: string, { ops, deployers }: EnvironmentSources, within: Within) {
  const environments = await within(() => ops.environments(project));
  return (
    environments &&
    Promise.all(
      environments.map(async (environment) => {
        const deployer = deployers.get(environment.settings.deployer);
        const target = { project, environment: environment.name };
        const status = deployer && (await within(() => deployer.status(target)));
        return { environment, target, hasDeployer: deployer !== undefined, status };
      }),
    )
  );
}

/** One line for each environment of a project: what is live since when, health, what holds it. */
export async function environmentLines(
  sources: EnvironmentSources,
  project: string,
  within: Within,
  say: Say,
): Promise<readonly string[]> {
  const { states, areHoldsKnown } = await statesOf(sources, [project], within);
  const [found] = states;
  if (!found) return [`- ${say('status-silent', { what: say('status-source-ops') })}`];
  const lines = found.map((state) => `- ${lineOf(state, say)}`);
  const late = `- ${say('status-silent', { what: say('status-source-holds') })}`;
  return areHoldsKnown ? lines : [...lines, late];
}

function lineOf(
  { environment, hasDeployer, status, held, isDrifted }: EnvironmentState,
  say: Say,
): string {
  const { name, desired, settings } = environment;
  if (!hasDeployer)
    return say('status-no-deployer', { environment: name, kind: settings.deployer });
  if (!status) return `❔ ${say('status-silent', { what: name })}`;
  const { live, health, address } = status;
  const words = {
    environment: name,
    sha: live?.sha.slice(0, 7) ?? '',
    since: { atMs: live?.sinceMs ?? 0 },
  };
  const is = say(live ? 'status-live' : 'status-not-live', words);
  const parts = [
    `${SIGNS[health]} ${is}`,
    ...(live ? [say(`status-health-${health}`)] : []),
    ...(address === undefined ? [] : [address]),
    ...(isDrifted ? [say('status-drift', { sha: desired?.revision.slice(0, 7) ?? '—' })] : []),
    ...(desired?.pinned === undefined ? [] : [say('status-pinned')]),
    ...(held ? [holdPart(held, say)] : []),
  ];
  return parts.join(' · ');
}

function holdPart(hold: Hold, say: Say): string {
  const { kind, by, untilMs } = hold;
  const reason = holdReason(hold, say);
  const until =
    untilMs === undefined ? say('hold-open') : say('hold-until', { until: { atMs: untilMs } });
  const why = reason === '' ? '' : `: ${plain(shorten(visible(reason), 60))}`;
  return `${say(`status-hold-${kind}`, { actor: plain(by.name) })}${why} (${until})`;
}

/** What is wrong with the ops repository itself; for those who may see all of it. */
export async function opsLines(
  { ops }: EnvironmentSources,
  within: Within,
  say: Say,
): Promise<readonly string[]> {
  const [drift, problems] = await Promise.all([
    within(async () => (await ops.drift()) ?? null),
    within(() => ops.problems()),
  ]);
  if (drift === undefined || problems === undefined) {
    return [say('status-silent', { what: say('status-source-ops') })];
  }
  const edited = drift === null ? [] : [say('status-edited')];
  const wrong = problems.slice(0, PROBLEMS_SHOWN).map((problem) => {
    const { file, line } = problem;
    const place = line === undefined ? file : `${file}:${line}`;
    return `⚠️ \`${place.replaceAll('`', '')}\` ${describeProblem(problem, say)}`;
  });
  return [...edited, ...wrong];
}
