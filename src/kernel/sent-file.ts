/** A file that a person sent. It lies at Telegram until it is downloaded. */
export interface SentFile {
  /** Telegram's field name: `document`, `photo`, `voice`, … */
  readonly what: string;
  /** What Telegram calls it, good for this bot alone. Comes from updates, never from what is typed. */
  readonly fileId: string;
  /** As the person's app named it, or made up where there was none; untrusted. */
  readonly name: string;
  /** `true`: nobody chose that name. */
  readonly isNameless?: boolean;
  /** As Telegram tells it; absent where it does not. */
  readonly sizeBytes?: number;
}
