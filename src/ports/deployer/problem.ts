/**
 * What exactly stood in the way of a release. Each code has its words, `deploy-why-<code>`. Names,
 * paths and what is `said` are external text.
 */
export type DeployProblem = OfCommand | OfService | OfProject | OfOwnFile | OfHook;

/** A command ended, by itself or by us. */
type OfCommand =
  | { readonly code: 'ended'; readonly name: string; readonly exitCode: number }
  /** Somebody ended it by a signal. */
  | { readonly code: 'killed'; readonly name: string }
  | { readonly code: 'late'; readonly name: string; readonly limitMs: number };

/** A part of a release is not well. */
type OfService =
  | {
      readonly code: 'not-started' | 'out-of-memory' | 'unhealthy' | 'still-starting' | 'no-port';
      readonly name: string;
    }
  /** `state` is Docker's word. */
  | { readonly code: 'state'; readonly name: string; readonly state: string }
  | { readonly code: 'no-answer'; readonly path: string }
  | { readonly code: 'wrong-answer'; readonly path: string; readonly status: number };

/** The project does not say what is needed, or this machine cannot do it. */
type OfProject =
  /** It has no command that starts it, or neither a Compose file nor a Dockerfile. */
  | { readonly code: 'no-start' | 'no-container-file' }
  /** Programs of projects do not run beside the bot in its own container. */
  | { readonly code: 'in-container' }
  /** Several have ports, and none is marked as the one that people reach. */
  | { readonly code: 'many-ports'; readonly names: string }
  | { readonly code: 'no-release'; readonly release: string }
  /** What the machine said. */
  | { readonly code: 'machine'; readonly said: string };

/** What a key of a project's Compose file asks for, and a release may not have. */
export type RefusedKey =
  | 'missing'
  | 'not-allowed'
  | 'not-allowed-on-top'
  | 'no-service'
  | 'no-file-of-project'
  | 'no-directory-of-project'
  | 'extends-other-file'
  | 'image-of-release'
  | 'volume-of-machine'
  | 'rights'
  | 'network'
  | 'processes'
  | 'shared-memory'
  | 'devices'
  | 'capabilities'
  | 'container-rules'
  | 'container-name';

/** A project's own Compose file is not used. */
type OfOwnFile =
  | { readonly code: RefusedKey; readonly file: string; readonly key: string }
  | {
      readonly code:
        | 'tags'
        | 'aliases'
        | 'file-outside'
        | 'file-unreadable'
        | 'file-not-a-file'
        | 'file-too-large'
        | 'file-not-text';
      readonly file: string;
    }
  /** It is no YAML, or Compose does not take it. */
  | { readonly code: 'no-yaml' | 'not-resolved'; readonly file: string; readonly said: string };

/** Of the deployer `command`. */
type OfHook =
  | { readonly code: 'no-hook'; readonly hook: string }
  | { readonly code: 'relative-path'; readonly name: string }
  /** `said` is the code of the system's error. */
  | { readonly code: 'not-run'; readonly name: string; readonly said: string }
  /** What the hook `status` says. */
  | { readonly code: 'status-unwell' | 'status-down' | 'status-unknown' }
  /** After a failure: what was live before does not run either. */
  | { readonly code: 'not-brought-back' };

/** How a command ended that was not to end so. */
export function howEnded(
  name: string,
  { exitCode, timedOut }: { readonly exitCode: number | undefined; readonly timedOut: boolean },
  limitMs: number,
): DeployProblem {
  if (timedOut) return { code: 'late', name, limitMs };
  return exitCode === undefined ? { code: 'killed', name } : { code: 'ended', name, exitCode };
}

/** Problems for the log. */
export function problemNote(problems: readonly DeployProblem[]): string {
  return problems.map((each) => Object.values(each).join(' ')).join('; ');
}
