import { plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';

/** What is wrong in a file; the one before it stays in force. Or with the repository itself. */
export interface OpsProblem extends Complaint {
  /** Relative to the repository. */
  readonly file: string;
}

/** What is wrong in a text, and where. */
export interface Complaint {
  /** Counts from 1. */
  readonly line?: number;
  /** What it is about there, such as `settings.cpus`; untrusted. */
  readonly key?: string;
  readonly why: OpsWhy;
}

/** Each code has its words, `ops-why-<code>`. What they quote is external text. */
export type OpsWhy = OfYaml | OfValue | OfOps | OfCommand;

/** It is no YAML, or more than a reader sees. */
type OfYaml =
  | { readonly code: 'deep' | 'empty' | 'anchors' | 'tags' | 'aliases' | 'proto' }
  /** What the parser said. */
  | { readonly code: 'no-yaml'; readonly said: string };

/** A value is not what may stand there. */
type OfValue =
  | { readonly code: 'unknown-key' | 'zero-byte' | 'time' }
  /** As JSON. */
  | { readonly code: 'not-value' | 'not-one-of'; readonly values: string }
  /** By the names of JSON schema; `int` is a whole number. */
  | { readonly code: 'missing' | 'type'; readonly expected: string }
  | { readonly code: 'too-small' | 'too-big'; readonly of: LimitOf; readonly limit: number }
  | { readonly code: 'pattern'; readonly pattern: string }
  /** What the schema said of anything else. */
  | { readonly code: 'wrong'; readonly said: string };

/** What a limit counts; `beyond`: numbers of which the limit itself is none. */
type LimitOf = 'letters' | 'items' | 'number' | 'beyond';

/** Of environments, holds and the repository. */
type OfOps =
  | {
      readonly code:
        | 'environment-name'
        | 'project-name'
        | 'variable-name'
        | 'commit-id'
        | 'no-program'
        | 'none-or-settings'
        | 'other-environment'
        | 'hook-missing'
        | 'reminder-late'
        | 'circle'
        | 'link'
        | 'repository'
        | 'not-utf8'
        | 'holds-name'
        | 'main-gone'
        | 'remote-moves';
    }
  | { readonly code: 'twice'; readonly name: string }
  | { readonly code: 'no-environment'; readonly project: string; readonly environment: string }
  | { readonly code: 'large'; readonly limitBytes: number }
  /** `form`: of the paths that are read; in a command's, `<name>.md` is a prompt. */
  | { readonly code: 'misplaced' | 'misplaced-command'; readonly form: string }
  | { readonly code: 'lost'; readonly sha: string }
  /** What git or the system said. */
  | {
      readonly code: 'branch' | 'remote-unread' | 'remote-refuses' | 'remote-broke';
      readonly said: string;
    }
  | { readonly code: 'remote-late' };

/** Of declarative commands. */
type OfCommand =
  | {
      readonly code:
        | 'no-kind'
        | 'rest-not-last'
        | 'no-pattern'
        | 'pattern-or-choices'
        | 'odd-choice'
        | 'odd-default'
        | 'placeholder-inside'
        | 'placeholder-first'
        | 'approval-in-tree'
        | 'no-prompt';
    }
  | { readonly code: 'many-kinds'; readonly kinds: string }
  | { readonly code: 'many-letters' | 'many-commands'; readonly limit: number }
  | {
      readonly code:
        | 'name-built-in'
        | 'name-taken'
        | 'argument-twice'
        | 'default-missing'
        | 'no-argument'
        | 'argument-unused'
        | 'unknown-placeholder';
      readonly name: string;
    }
  | {
      readonly code: 'no-built-in' | 'not-bindable' | 'bare-only' | 'no-git-ops';
      readonly command: string;
    }
  | { readonly code: 'role-too-low'; readonly command: string; readonly role: string };

const MOST_CHARS = 200;

/** The same with what it quotes cut to one line of bounded length: it is kept, and told. */
export function bounded<Problem extends Complaint>(problem: Problem): Problem {
  const { key, why } = problem;
  const cut = Object.entries(why).map(([name, value]: [string, string | number]) => [
    name,
    typeof value === 'string' ? shorten(value, MOST_CHARS) : value,
  ]);
  return {
    ...problem,
    ...(key !== undefined && { key: shorten(key, MOST_CHARS) }),
    why: Object.fromEntries(cut),
  };
}

/** What is wrong, in the reader's language, as Markdown of one line. */
export function describeProblem({ key, why }: Complaint, say: Say): string {
  const { code, ...values } = why;
  const words = Object.entries<string | number>(values).map(([name, value]) => [
    name,
    typeof value === 'number' ? wordOf(name, value) : shown(value),
  ]);
  const text = say(`ops-why-${code}`, Object.fromEntries(words));
  return key === undefined ? text : `${shown(key)}: ${text}`;
}

function wordOf(name: string, value: number): number | { readonly bytes: number } {
  return name === 'limitBytes' ? { bytes: value } : value;
}

function shown(text: string): string {
  return plain(visible(shorten(text, MOST_CHARS)));
}
