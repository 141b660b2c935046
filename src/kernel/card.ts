/** What a tap does: the same as typing the command, checked for the one who taps. */
export interface Button {
  readonly label: string;
  /** A registered command, without the slash. */
  readonly command: string;
  readonly words: readonly string[];
  readonly style?: 'primary' | 'success' | 'danger';
  /** Who may tap: the asker alone (default), or anyone whose role allows the command. */
  readonly who?: 'asker' | 'role';
}

/** A file that goes with a card. */
export interface CardFile {
  /** A plain file name, no path. */
  readonly name: string;
  readonly content: string | Uint8Array;
  /** `photo`: bytes of a picture, shown in the chat with the card's text below. Else a document. */
  readonly kind?: 'photo';
}

/** What the chat shows: one structured answer. Markdown in, Telegram entities out. */
export interface Card {
  /** Markdown. External text in it is escaped with `plain` or stands in a code fence. */
  readonly text: string;
  /** Rows of buttons. */
  readonly buttons?: readonly (readonly Button[])[];
  /** `false`: arrives without a sound. A final, an approval and a failure ring. */
  readonly ring?: boolean;
  /** `true`: arrives without a sound, whatever `ring` says, but is as urgent as before. */
  readonly isMuted?: true;
  /**
   * `true`, of the last card of a message: another message tells what came of it. So it shows only
   * where that message is, and nowhere when it never went out.
   */
  readonly inPlaceOnly?: boolean;
  readonly file?: CardFile;
}

/** A plain line for the one who tapped a button; typed commands show it as a message. */
export interface Toast {
  /** Up to 200 characters, not Markdown. */
  readonly toast: string;
  /** `true`: nothing came of it, so who asks too much need not hear it. */
  readonly isIdle?: true;
}

/** Makes external text safe to stand in a card's Markdown: it is shown as it is, on one line. */
export function plain(text: string): string {
  return text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/[\\`*_[\]()<>#~|!&+=-]/gu, String.raw`\$&`)
    .replace(/^( ?\d+)([.])/u, String.raw`$1\$2`);
}

/** External text as a Markdown code block whose fence the text cannot close. */
export function fenced(text: string, language = ''): string {
  const runs = text.match(/`+/gu) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return `${fence}${language}\n${text.replace(/\n$/u, '')}\n${fence}`;
}
