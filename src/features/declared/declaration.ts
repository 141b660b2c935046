import type { BoundSpec, PipelineSpec, PromptSpec, RunSpec } from './schema.ts';

/** What a command does. */
export type Does =
  | { readonly kind: 'run'; readonly spec: RunSpec }
  /** `body`: what the file says that `spec.prompt` names. */
  | { readonly kind: 'prompt'; readonly spec: PromptSpec; readonly body: string }
  | { readonly kind: 'pipeline'; readonly spec: PipelineSpec }
  | { readonly kind: 'bound'; readonly spec: BoundSpec };

/** One command as its file declares it, checked as far as the file alone can be. */
export interface Declaration {
  /** As dispatch knows it: without the slash, `_` for `-`. */
  readonly name: string;
  /** Relative to the ops repository. */
  readonly file: string;
  /** Of everything that it says: what was confirmed or approved is that, or it is asked anew. */
  readonly digest: string;
  readonly does: Does;
}

/** A command that takes values. */
export type Valued = Exclude<Does, { readonly kind: 'bound' }>;
