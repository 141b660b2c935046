/** A command line that the agent may run in a project without asking. */
interface Allowance {
  readonly project: string;
  /** Exactly as the shell gets it. */
  readonly command: string;
  readonly actorId: number;
  readonly atMs: number;
}

/** What the agent may run without asking. */
export interface Allowances {
  list(project: string): Promise<readonly Allowance[]>;
  add(allowance: Allowance): Promise<void>;
  /** `false` when there was none. */
  remove(project: string, command: string): Promise<boolean>;
}
