/** What the API sends, and the page shows. */
export interface Note {
  readonly id: number;
  readonly text: string;
}

/** Longer notes are refused, by the page and by the server. */
export const MAX_NOTE_LENGTH = 200;

/** The text as it is kept, or nothing when it cannot be a note. */
export function toNoteText(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text !== '' && text.length <= MAX_NOTE_LENGTH ? text : undefined;
}
