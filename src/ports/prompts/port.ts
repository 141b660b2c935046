/** What the agent can be asked for in words of ours, each a file `prompts/<kind>.md`. */
export const PROMPT_KINDS = [
  'system',
  'new',
  'code',
  'fix',
  'review',
  'explain',
  'test',
  'deploy-failure',
] as const;

/** Names one of the prompts. */
export type PromptKind = (typeof PROMPT_KINDS)[number];

/** A prompt with its variables filled in. */
export interface RenderedPrompt {
  readonly kind: PromptKind;
  readonly text: string;
  /** As its file says. */
  readonly version: number;
  /** `project`: the project's own `.codefoundry/prompts/<kind>.md`. */
  readonly origin: 'ours' | 'project';
  /** The project has one of its own, which cannot be used; ours was taken. */
  readonly broken?: BrokenPrompt;
}

/** What is wrong in a prompt file. Each code has its words, `prompt-problem-<code>`. */
export interface PromptProblem {
  readonly code:
    | 'outside'
    | 'unreadable'
    | 'not-a-file'
    | 'too-large'
    | 'not-text'
    | 'no-front-matter'
    /** `detail`: external text, what a parser said. */
    | 'front-matter'
    /** `name` is said to be the command. */
    | 'other-command'
    | 'empty'
    | 'too-long'
    /** Of the variable or placeholder `name`. */
    | 'undeclared'
    | 'unused'
    | 'missing'
    | 'unknown'
    | 'not-words'
    | 'not-data';
  readonly name?: string;
  readonly detail?: string;
  /** Bytes of `too-large`, characters of `too-long`. */
  readonly most?: number;
}

/** Why a file is no prompt. */
export interface BrokenPrompt {
  /** Relative to the project. */
  readonly path: string;
  /** Counts from 1; absent where it is about the file as a whole. */
  readonly line?: number;
  readonly problem: PromptProblem;
}

/** The texts that tell the agent what to do. */
export interface Prompts {
  /**
   * Fills in the prompt: the project's own where there is a good one, else ours. The one called
   * `system` is always ours. Values of variables that the prompt declares as `data` are fenced, so
   * that nothing in them reads as part of the prompt; those it declares as `words` stand as they are.
   * @throws {Error} when a value is missing, or is of no variable: the caller's fault
   */
  render(
    kind: PromptKind,
    values: Readonly<Record<string, string>>,
    project: string,
  ): Promise<RenderedPrompt>;
}
