import { plain } from './card.ts';
import type { Say } from './language.ts';

/** Why the agent's gateway answers but will not serve us. Each code has its words, `refused-<code>`. */
export type RefusedReason =
  /** `url` needs encryption, is no address, or wants another token. */
  | { readonly code: 'plaintext' | 'no-address' | 'token'; readonly url: string }
  /** It speaks another version of the protocol; `detail` is external text. */
  | { readonly code: 'version'; readonly url: string; readonly detail: string }
  /** So much so that its greeting is not understood. */
  | { readonly code: 'greeting'; readonly detail: string }
  /** Somebody has to let us in: under that id where it said one. */
  | { readonly code: 'pairing' }
  | { readonly code: 'pairing-of'; readonly requestId: string }
  /** It does not believe who we are. */
  | { readonly code: 'device' }
  /** It let us in and refused a request; `detail` is external text. */
  | { readonly code: 'request'; readonly detail: string }
  /** It lets us in, with less rights than we need. */
  | { readonly code: 'scopes'; readonly scopes: string };

/** What mends it, one command or one setting, in the reader's language, as Markdown. */
export function describeRefusal({ code, ...values }: RefusedReason, say: Say): string {
  const shown = Object.entries(values).map(([name, value]) => [name, plain(value)] as const);
  return say(`refused-${code}`, Object.fromEntries(shown));
}

/** The same for the log. */
export function refusalNote(reason: RefusedReason): string {
  return Object.values(reason).join(' ');
}
