/**
 * Names of the secrets that open a project's repository elsewhere, by https and by ssh. They are for
 * the bot alone: a release is code that the agent wrote, and would push with them.
 */
export const REMOTE_TOKEN = 'GIT_TOKEN';
export const REMOTE_SSH_KEY = 'GIT_SSH_KEY';

/** Says whether a secret of that name is for the bot alone. */
export function isRemoteSecret(name: string): boolean {
  return name === REMOTE_TOKEN || name === REMOTE_SSH_KEY;
}

/** What may be told of a secret: everything but its value. */
export interface SecretInfo {
  readonly name: string;
  /** Milliseconds since the epoch, UTC. */
  readonly setAtMs: number;
  /** Telegram user id. */
  readonly setBy: number;
}

/**
 * Values that a project's releases, or the bot for its repository, need and nobody may read: not the
 * agent, not checks, not people. Kept encrypted.
 */
export interface ProjectSecrets {
  /** By name. */
  list(project: string): Promise<readonly SecretInfo[]>;
  /** Keeps `value`, in place of an earlier one. Resolves once it is on disk. */
  set(project: string, name: string, value: string, setBy: number): Promise<void>;
  /** `false` when there was none. */
  remove(project: string, name: string): Promise<boolean>;
  /** Gives all that one project has to another, which has none. Done twice, it is as done once. */
  move(project: string, to: string): Promise<void>;
  /** Everything of the project, readable or not. */
  removeAll(project: string): Promise<void>;
  /** One value, for what the bot itself does in the project's name. */
  value(project: string, name: string): Promise<string | undefined>;
  /**
   * The values by name, as environment variables, without those that open the repository. For
   * deployers alone: whatever else runs in a project gets none of them.
   * @throws {Fault} `secrets-failed` when they cannot be opened; then nothing may be deployed
   */
  forDeploy(project: string): Promise<Readonly<Record<string, string>>>;
  /**
   * Every value of every project, for masking. Projects whose file cannot be opened are named.
   * @throws {Fault} `secrets-failed` when it cannot be seen which files there are
   */
  values(): Promise<{ readonly values: readonly string[]; readonly unreadable: readonly string[] }>;
}
