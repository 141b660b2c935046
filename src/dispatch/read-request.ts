import type { Words } from '#kernel/command.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import type { Store } from '#ports/store/port.ts';
import { filesOf } from './files-of.ts';
import { parseLine } from './parse-line.ts';
import type { Request } from './request.ts';

/** What was asked for, or the word for why nothing was. */
export type Asked =
  | { readonly kind: 'command'; readonly name: string; readonly input: Words }
  /** `long`: said as a message; otherwise one line for the one who tapped. */
  | { readonly kind: 'refused'; readonly word: string; readonly isLong?: true };

/** Longer texts are files: nobody reads or tells an agent so much in one message. */
const MAX_TEXT_CHARS = 50_000;

/** The command behind a line, a tap, or free text, which is `code`. */
export async function readRequest(request: Request, store: Pick<Store, 'buttons'>): Promise<Asked> {
  switch (request.kind) {
    case 'other': {
      const files = filesOf(request);
      if (files.length > 0) return withFiles(request.caption ?? '', files, request);
      return {
        kind: 'refused',
        word: request.what === 'via_bot' ? 'dispatch-via-bot' : 'dispatch-text-only',
      };
    }
    case 'tap': {
      const button = await store.buttons.get(request.buttonId);
      if (!button || button.chatId !== request.place.chatId) {
        return { kind: 'refused', word: 'dispatch-stale' };
      }
      if (button.actorId !== undefined && button.actorId !== request.from.id) {
        return { kind: 'refused', word: 'dispatch-not-yours' };
      }
      const { words } = button;
      return { kind: 'command', name: button.command, input: { words, text: words.join(' ') } };
    }
    case 'text': {
      if (request.text.length > MAX_TEXT_CHARS) {
        return { kind: 'refused', word: 'dispatch-too-long', isLong: true };
      }
      const files = filesOf(request);
      if (files.length > 0) return withFiles(request.text, files, request);
      const line = request.isForwarded ? undefined : parseLine(request.text);
      if (line) return { kind: 'command', name: line.name, input: line };
      const text = request.text.trim();
      if (text.startsWith('/') && !request.isForwarded) {
        return { kind: 'refused', word: 'dispatch-not-a-command', isLong: true };
      }
      const input = { words: text.split(/\s+/u), text, isFreeText: true };
      return { kind: 'command', name: 'code', input };
    }
  }
}

/** Commands that do something with files; `receive` finds them in the text again. */
const TAKE_FILES: ReadonlySet<string> = new Set(['upload', 'code', 'receive']);

/** Files go to the command `receive`, with what was written to them. */
function withFiles(
  written: string,
  files: readonly SentFile[],
  { isForwarded }: Pick<Request, 'isForwarded'>,
): Asked {
  const text = written.trim();
  const line = isForwarded ? undefined : parseLine(text);
  // What a command has no use for stays in the chat.
  if (line && !TAKE_FILES.has(line.name)) return { kind: 'command', name: line.name, input: line };
  const said = isForwarded && text.startsWith('/') ? '' : text;
  const words = said === '' ? [] : said.split(/\s+/u);
  return {
    kind: 'command',
    name: 'receive',
    input: { words, text: said, isFreeText: true, files },
  };
}
