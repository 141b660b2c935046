import { refusal } from '../refusal.ts';

/** What Telegram says to other bytes ([TD] Td.cpp, CLEAN_INPUT_STRING). */
export const NOT_UTF8 = 'Strings must be encoded in UTF-8';

/** The text of these bytes. @throws {Refusal} */
export function toUtf8(bytes: Uint8Array): string {
  const text = decoded(bytes);
  if (text === undefined) throw refusal(NOT_UTF8);
  return text;
}

/** Says whether what stands behind the percent signs of a form or an address is UTF-8. */
export function isEscapedUtf8(text: string): boolean {
  const runs = text.match(/(?:%[0-9a-f]{2})+/giu) ?? [];
  return runs.every((run) => decoded(Buffer.from(run.replaceAll('%', ''), 'hex')) !== undefined);
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
