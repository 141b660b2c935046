import type { Card, Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Json, Step } from '#ports/store/port.ts';
import { startTurn, type TurnStart } from './start-turn.ts';

/** [Fix] under a deploy that failed: the agent finds out why, and mends what lies in the project. */
export function fixDeployCommand(options: TurnStart): Command {
  const { store } = options;
  return {
    name: 'deploy_fix',
    role: 'developer',
    concerns: 'operation',
    listed: false,
    async run({ words: [operationId = ''] }, call): Promise<Card | Toast | undefined> {
      const { say } = call;
      const operation = await store.operations.get(operationId);
      const project = operation?.project;
      const steps = operation?.kind === 'deploy' ? await store.operations.steps(operationId) : [];
      const output = steps.map(tailOf).find((tail) => tail !== undefined);
      const isThere = project !== undefined && (await store.projects.get(project));
      if (!operation || output === undefined || !isThere) return { toast: say('dispatch-stale') };
      const { environment, sha } = operation.input as {
        readonly environment: string;
        readonly sha: string;
      };
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

/** What a step printed that ended badly; `undefined`: it did not. */
function tailOf({ result }: Step): string | undefined {
  const { isPassed, kind, now, tail } = (result ?? {}) as {
    readonly isPassed?: boolean;
    readonly kind?: Json;
    readonly now?: Json;
    readonly tail?: string;
  };
  return isPassed === false || kind === 'failed' || now !== undefined ? tail : undefined;
}
