import type { Masker } from '#lib/mask/masker.ts';
import { inParts } from './long-line.ts';
import type { DeployOutcome, Deployer, LogLine } from './port.ts';
import type { DeployProblem } from './problem.ts';

/** A deployer whose logs and reports hold no secret. Long lines come in parts, cut once they are masked. */
export function maskedDeployer<Kind extends Deployer>(
  deployer: Kind,
  masker: Pick<Masker, 'mask'>,
): Kind {
  const maskLine = (line: LogLine) => inParts({ ...line, text: masker.mask(line.text) });
  const maskProblem = ({ code, ...values }: DeployProblem) => {
    const masked = Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? masker.mask(value) : value,
    ]);
    return { code, ...Object.fromEntries(masked) } as DeployProblem;
  };
  const maskOutcome = (outcome: DeployOutcome): DeployOutcome =>
    outcome.kind === 'done'
      ? outcome
      : {
          ...outcome,
          tail: masker.mask(outcome.tail),
          ...(outcome.why === undefined ? {} : { why: outcome.why.map(maskProblem) }),
        };
  return {
    ...deployer,
    build: async (...words) => maskOutcome(await deployer.build(...words)),
    start: async (...words) => maskOutcome(await deployer.start(...words)),
    logs: async (...words) => (await deployer.logs(...words)).flatMap(maskLine),
    async *follow(...words) {
      for await (const line of deployer.follow(...words)) yield* maskLine(line);
    },
  };
}
