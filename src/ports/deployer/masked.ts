import type { Masker } from '#lib/mask/masker.ts';
import type { DeployOutcome, Deployer, LogLine } from './port.ts';

/** A deployer whose logs and reports hold no secret. */
export function maskedDeployer<Kind extends Deployer>(
  deployer: Kind,
  masker: Pick<Masker, 'mask'>,
): Kind {
  const maskLine = (line: LogLine): LogLine => ({ ...line, text: masker.mask(line.text) });
  const maskOutcome = (outcome: DeployOutcome): DeployOutcome =>
    outcome.kind === 'done'
      ? outcome
      : {
          ...outcome,
          tail: masker.mask(outcome.tail),
          ...(outcome.detail === undefined ? {} : { detail: masker.mask(outcome.detail) }),
        };
  return {
    ...deployer,
    build: async (...words) => maskOutcome(await deployer.build(...words)),
    start: async (...words) => maskOutcome(await deployer.start(...words)),
    logs: async (...words) => (await deployer.logs(...words)).map(maskLine),
    async *follow(...words) {
      for await (const line of deployer.follow(...words)) yield maskLine(line);
    },
  };
}
