import { plain } from './card.ts';
import type { Say } from './language.ts';

/** Why the agent's gateway does not answer. Each code has its words, `gateway-<code>`. */
export type DownReason =
  | {
      readonly code:
        | 'connecting'
        | 'connection-lost'
        | 'starting'
        /** The process ended and is started again. */
        | 'restarting'
        | 'no-model';
    }
  | {
      readonly code: 'installing';
      readonly megabytes: number;
      readonly expectedMegabytes: number;
      readonly seconds: number;
      readonly expectedSeconds: number;
    }
  /** `detail` is external text: one line that says what is missing, or what the network said. */
  | { readonly code: 'not-started' | 'unreachable'; readonly detail: string };

/** The reason in the reader's language, as Markdown. */
export function describeDown(reason: DownReason, say: Say): string {
  const { code, ...values } = reason;
  if ('detail' in values) return say(`gateway-${code}`, { detail: plain(values.detail) });
  return say(`gateway-${code}`, values);
}
