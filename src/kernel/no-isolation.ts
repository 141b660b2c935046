import { plain } from './card.ts';
import type { Say } from './language.ts';

/** What keeps project code from being isolated here. Each code has its words, `isolation-<code>`. */
export type NoIsolation =
  /** There is no `bwrap`. */
  | { readonly code: 'no-bubblewrap' }
  /**
   * `bwrap` cannot build what projects shall see, or Node does not run in it. `detail` is external
   * text: what it said.
   */
  | { readonly code: 'no-namespaces' | 'no-node'; readonly detail: string };

/** What to do about it, in the reader's language, as Markdown. */
export function describeNoIsolation(why: NoIsolation, say: Say): string {
  return say(`isolation-${why.code}`, 'detail' in why ? { detail: plain(why.detail) } : {});
}
