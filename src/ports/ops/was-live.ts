import { readEnvironment } from './environment-file.ts';
import type { Line } from './line.ts';
import { operationWord } from './message.ts';
import { environmentFile } from './places.ts';
import type { Desired, Ops } from './port.ts';
import { DEPLOY_ACTION } from './proposals.ts';
import type { OpsRepository } from './repository.ts';
import type { Trace } from './trail.ts';

const REVISION = /^[0-9a-f]{40}$/u;

/** The operation in whose name another one takes back what it had made the desired state. */
export function takeBackId(operationId: string): string {
  return `${operationId}-back`;
}

/** The part of `Ops` that knows what was live once. */
export function whatWasLive({
  line,
  repository,
}: {
  readonly line: Line;
  readonly repository: OpsRepository;
}): Pick<Ops, 'wasLive'> {
  const desiredAt = async (
    sha: string,
    project: string,
    environment: string,
  ): Promise<Desired | undefined> => {
    const entry = (await repository.tree(sha)).get(environmentFile(project, environment));
    if (entry?.kind !== 'text') return undefined;
    const read = readEnvironment(entry.text, project, environment);
    return read.kind === 'good' ? read.environment.desired : undefined;
  };

  return {
    async wasLive(project, environment, revision) {
      const file = environmentFile(project, environment);
      if (!REVISION.test(revision)) return false;
      const { accepted, traces } = await line.inTurn(async (turn) => ({
        ...(await turn.current()),
        traces: await turn.traces(),
      }));
      if (accepted === undefined) return false;
      const own = sinceItWasMade(traces, project);
      const deploys = new Set(
        own.filter(({ action }) => action === DEPLOY_ACTION).map(({ sha }) => sha),
      );
      const operations = new Set(own.map(({ operation }) => operation));
      for (const sha of await repository.mentioning(accepted, file, revision)) {
        const desired = deploys.has(sha) ? await desiredAt(sha, project, environment) : undefined;
        if (desired?.revision !== revision) continue;
        if (!operations.has(operationWord(takeBackId(desired.operation)))) return true;
      }
      return false;
    },
  };
}

/** Another project may have had the name before. */
function sinceItWasMade(traces: readonly Trace[], project: string): readonly Trace[] {
  const gone = traces.findIndex(
    ({ action = '' }) =>
      action === `remove ${project}` ||
      action.startsWith(`rename ${project} `) ||
      (action.startsWith('rename ') && action.endsWith(` ${project}`)),
  );
  return gone === -1 ? traces : traces.slice(0, gone);
}
