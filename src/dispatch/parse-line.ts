import type { Words } from '#kernel/command.ts';

/** A typed line as a command and its words; `undefined` when it is free text. */
export function parseLine(line: string): (Words & { readonly name: string }) | undefined {
  const match = /^\/([a-z0-9_-]{1,40})(?:@\w+)?(?:\s+([\s\S]*))?$/iu.exec(line.trim());
  if (!match?.[1]) return undefined;
  const text = (match[2] ?? '').trim();
  // Telegram allows no dash in a command, people type it all the same.
  const name = match[1].toLowerCase().replaceAll('-', '_');
  return { name, text, words: text === '' ? [] : text.split(/\s+/u) };
}
