import type { InsideCommand } from '#ports/sandbox/port.ts';
import type { Proxy } from '#ports/proxy/port.ts';

/** A process that runs without the bot. */
export interface ProcessSpec extends InsideCommand {
  /** `<project>/<environment>/<release>`. */
  readonly id: string;
  /** Absolute. */
  readonly directory: string;
  /** Absolute; what it prints goes to its end, and what is much and old to `<file>.1`. */
  readonly logFile: string;
  /** Whether it is started again, with growing pauses, when it ends by itself. */
  readonly restart: boolean;
}

/** How a process is. */
export interface ProcessState {
  readonly id: string;
  readonly isRunning: boolean;
  /** Milliseconds since the epoch, of the last start. */
  readonly startedAtMs: number;
  /** How often it was started again. */
  readonly restarts: number;
  /** How it ended the last time, where that was seen. */
  readonly exitCode?: number;
}

/**
 * Processes that outlive the bot. What a process is started with is kept in memory alone, because
 * secrets are in it: after the machine or the host was started anew, what still runs is known, and
 * what does not has to be started again with its specification.
 */
export interface Processes {
  /** Starts it unless one of that id runs already; then the specification counts from its next start. */
  start(spec: ProcessSpec): Promise<ProcessState>;
  /** Says whether it is started again when it ends by itself. Nothing happens when it is unknown. */
  keep(id: string, restart: boolean): Promise<void>;
  /** Asks it to end, makes it after `graceMs`, and forgets it. Resolves when it is gone. */
  end(id: string, graceMs: number): Promise<void>;
  /** Those whose id begins so, ended ones included. */
  list(prefix: string): Promise<readonly ProcessState[]>;
}

/** The small process beside the bot that outlives it: it leads the traffic and watches over releases. */
export interface Host {
  readonly proxy: Proxy;
  readonly processes: Processes;
}
