import { Fault } from '#kernel/fault.ts';
import type { Connection } from './connection.ts';
import { history, type History } from './frames.ts';

/** The most that the gateway gives at once. */
const PAGE_ROWS = 1_000;
/** A transcript beyond that is not read to its beginning. */
const MOST_PAGES = 50;

/** What is wanted of the rows before those that are known. */
interface Wanted {
  readonly sessionKey: string;
  readonly timeoutMs?: number;
  /** Whether the pages so far hold what is looked for. */
  readonly found: (pages: readonly History[]) => boolean;
}

/**
 * Reads a transcript back, page by page, until it holds what is wanted or has no more; resolves
 * with all pages, `newest` first. Texts are cut: only ids and counts are of use.
 * @throws {Fault} `gateway-unreachable`, also when the transcript is too long to be sure
 */
export async function readBack(
  admin: Pick<Connection, 'request'>,
  newest: History,
  { sessionKey, timeoutMs, found }: Wanted,
): Promise<readonly History[]> {
  const pages = [newest];
  let offset = newest.nextOffset;
  while (!found(pages) && offset !== undefined) {
    if (pages.length > MOST_PAGES) {
      throw new Fault('gateway-unreachable', `the transcript of ${sessionKey} is too long to read`);
    }
    const params = { sessionKey, limit: PAGE_ROWS, maxChars: 1, offset };
    const page = history.parse(await admin.request('chat.history', params, timeoutMs));
    pages.push(page);
    // Rows come in meanwhile and shift the offsets, but never backwards.
    offset =
      page.nextOffset !== undefined && page.nextOffset > offset ? page.nextOffset : undefined;
  }
  return pages;
}
