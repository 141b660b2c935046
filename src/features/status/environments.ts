import { plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Deployer, LiveStatus } from '#ports/deployer/port.ts';
import { isAbout } from '#ports/ops/holding.ts';
import type { Environment, Hold, Ops } from '#ports/ops/port.ts';
import { within } from './within.ts';

/** What the lines about environments are made from. */
export interface EnvironmentSources {
  readonly ops: Pick<Ops, 'environments' | 'holds' | 'drift' | 'problems'>;
  readonly deployers: ReadonlyMap<Deployer['kind'], Deployer>;
  readonly now: () => number;
}

const SIGNS = { well: '🟢', unwell: '🟠', down: '🔴', stopped: '⚪', unknown: '❔' } as const;
const PROBLEMS_SHOWN = 3;

/** One line for each environment of a project: what is live since when, health, what holds it. */
export async function environmentLines(
  sources: EnvironmentSources,
  project: string,
  say: Say,
): Promise<readonly string[]> {
  const { ops, deployers, now } = sources;
  const [environments, holds] = await Promise.all([
    within(() => ops.environments(project)),
    within(() => ops.holds(now())),
  ]);
  if (!environments) return [`- ${say('status-silent', { what: say('status-source-ops') })}`];
  return Promise.all(
    environments.map(async (environment) => {
      const deployer = deployers.get(environment.settings.deployer);
      const target = { project, environment: environment.name };
      const status = deployer && (await within(() => deployer.status(target)));
      const held = (holds ?? []).find(
        (hold) => !hold.id.startsWith('op-') && isAbout(hold, project, environment.name),
      );
      return `- ${lineOf(environment, status, held, deployer !== undefined, say)}`;
    }),
  );
}

function lineOf(
  { name, desired, settings }: Environment,
  status: LiveStatus | undefined,
  held: Hold | undefined,
  hasDeployer: boolean,
  say: Say,
): string {
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
  const isDrifted = (live?.id ?? undefined) !== desired?.release;
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

function holdPart({ kind, by, reason, untilMs }: Hold, say: Say): string {
  const until =
    untilMs === undefined ? say('hold-open') : say('hold-until', { until: { atMs: untilMs } });
  const why = reason === '' ? '' : `: ${plain(shorten(visible(reason), 60))}`;
  return `${say(`status-hold-${kind}`, { actor: plain(by.name) })}${why} (${until})`;
}

/** What is wrong with the ops repository itself; for those who may see all of it. */
export async function opsLines({ ops }: EnvironmentSources, say: Say): Promise<readonly string[]> {
  const [drift, problems] = await Promise.all([
    within(async () => (await ops.drift()) ?? null),
    within(() => ops.problems()),
  ]);
  if (drift === undefined || problems === undefined) {
    return [say('status-silent', { what: say('status-source-ops') })];
  }
  const edited = drift === null ? [] : [say('status-edited')];
  const wrong = problems.slice(0, PROBLEMS_SHOWN).map(({ file, line, message }) => {
    const place = line === undefined ? file : `${file}:${line}`;
    return `⚠️ \`${place.replaceAll('`', '')}\` ${plain(shorten(visible(message), 160))}`;
  });
  return [...edited, ...wrong];
}
