import type { Card, Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { startTurn, type TurnStart } from './start-turn.ts';

/** What failed of a deploy. */
interface DeployFailure {
  readonly project: string;
  readonly environment: string;
  readonly sha: string;
  /** The end of what was printed; untrusted. */
  readonly output: string;
}

/** [Fix] under a deploy that failed: the agent finds out why, and mends what lies in the project. */
export function fixDeployCommand(
  options: TurnStart & {
    /** `undefined`: it did not fail, or is no deploy. */
    readonly deployFailure: (operationId: string) => Promise<DeployFailure | undefined>;
  },
): Command {
  const { store, deployFailure } = options;
  return {
    name: 'deploy_fix',
    role: 'developer',
    concerns: 'operation',
    listed: false,
    async run({ words: [operationId = ''] }, call): Promise<Card | Toast | undefined> {
      const { say } = call;
      const failure = await deployFailure(operationId);
      if (!failure || !(await store.projects.get(failure.project)))
        return { toast: say('dispatch-stale') };
      const { project, environment, sha, output } = failure;
      const revision = sha.slice(0, 7);
      const wanted = {
        text: say('fix-deploy-text', { environment, sha: revision }),
        prompt: 'deploy-failure',
        values: { environment, revision, output },
        again: { command: 'deploy_fix', words: [operationId] },
      } as const;
      return startTurn(options, project, wanted, call);
    },
  };
}
