/** Something that took time, for whoever measures. */
export type TelegramEvent = {
  /** How long, in milliseconds. */
  readonly ms: number;
} & (
  | {
      /** A call of the Bot API ended. */
      readonly kind: 'call';
      readonly method: string;
      readonly outcome: 'ok' | 'flood' | 'refused' | 'broken';
    }
  /** A request was answered: from its update in the inbox to the answer in the outbox. */
  | { readonly kind: 'handled'; readonly outcome: 'ok' | 'failed' }
  /** An entry of the outbox reached Telegram: from being added to being there. */
  | { readonly kind: 'delivered'; readonly priority: number }
);
