import type { LogLine, LogQuery } from '#ports/deployer/port.ts';

/** Where lines come from: a release, the bot, or its gateway. As `Deployer.logs` and `follow`. */
export interface LogSource {
  logs(query: LogQuery): Promise<readonly LogLine[]>;
  follow(query: LogQuery, signal: AbortSignal): AsyncIterable<LogLine>;
}

/** The sources that are no release; only owners read them, and alone. */
export type SystemSource = 'bot' | 'gateway';

/** Every source there is. */
export interface LogSources {
  /** The environments of a project, in the order of promotion. */
  environmentsOf(
    project: string,
  ): Promise<readonly { readonly name: string; readonly isDeployed: boolean }[]>;
  /** `undefined`: nothing on this machine deploys it. */
  logsOf(project: string, environment: string): Promise<LogSource | undefined>;
  /** `undefined`: there is none here, such as of a gateway elsewhere. */
  system(name: SystemSource): LogSource | undefined;
}

/** Says whether the word names a source that is no release. */
export function isSystemSource(word: string): word is SystemSource {
  return word === 'bot' || word === 'gateway';
}
