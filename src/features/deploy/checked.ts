import type { Argv } from '#lib/exec.ts';
import type { OperationRun } from '#operations/kind.ts';
import type { Checkout } from '#ports/checkouts/port.ts';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import type { Board } from './phases.ts';
import { stoppable } from './stopping.ts';

/** Runs before each deploy, where the project has it. */
const PRE_DEPLOY = 'hooks/pre-deploy.sh';
/** Runs after each deploy; what it does wrong is told, and changes nothing. */
export const POST_DEPLOY = 'hooks/post-deploy.sh';

const CHECK_TIMEOUT_MS = 15 * 60_000;
const TAIL_CHARS = 6_000;
/** How the steps of gates begin. */
const GATE = 'run:';

/** One thing that must pass. */
export interface Gate {
  /** Its place: a project may give two checks one name. */
  readonly index: number;
  /** Untrusted. */
  readonly name: string;
  readonly run: Argv;
}

/** How one of them ended, as the journal keeps it. */
export type GateResult = {
  readonly isPassed: boolean;
  readonly timedOut: boolean;
  /** Untrusted. */
  readonly tail: string;
};

/** What must pass before a commit goes live, in order. */
export async function gatesOf(
  checkout: Checkout,
  commands: ProjectCommands,
): Promise<readonly Gate[]> {
  const hasHook = await checkout.has(PRE_DEPLOY);
  const gates = [
    ...(commands.install ? [{ name: 'install', run: commands.install }] : []),
    ...(hasHook ? [{ name: PRE_DEPLOY, run: ['sh', PRE_DEPLOY] as const }] : []),
    ...commands.checks,
  ];
  return gates.map((gate, index) => ({ ...gate, index }));
}

/** The step of a gate. */
export function gateStep({ index, name }: Gate): string {
  return `${GATE}${index}:${name}`;
}

/** Says whether a step is that of a gate. */
export function isGateStep(step: string): boolean {
  return step.startsWith(GATE);
}

/** Runs them at exactly that commit; resolves with the first that failed, or `undefined`. */
export async function runGates(
  run: OperationRun,
  board: Board,
  open: () => Promise<Checkout>,
  gates: readonly Gate[],
): Promise<{ readonly gate: Gate; readonly result: GateResult } | undefined> {
  for (const gate of gates) {
    const step = gateStep(gate);
    await board.at(step);
    const result = await run.step<GateResult>(step, () =>
      stoppable(run, async (signal) => {
        const checkout = await open();
        const options = { timeoutMs: CHECK_TIMEOUT_MS, signal };
        const { exitCode, timedOut, output } = await checkout.run(gate.run, options);
        return { isPassed: exitCode === 0, timedOut, tail: output.slice(-TAIL_CHARS) };
      }),
    );
    if (!result.isPassed) return { gate, result };
  }
  return undefined;
}
