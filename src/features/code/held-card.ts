import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { OF_BOT, OF_PROJECT } from '#lib/mask/scan.ts';
import { shorten } from '#lib/text.ts';
import { type Held, mayBeFalse } from './held.ts';

const PATH_CHARS = 100;
const SHOWN = 8;

/** Says where secrets are, why nothing was committed, and what to do. */
export function heldCard(
  found: Held,
  { project, operationId }: { readonly project: string; readonly operationId: string },
  say: Say,
): Card {
  const { held, count = held.length } = found;
  const files = [...new Set(held.map(({ path }) => path))].map(asData).join(', ');
  const remove: Button = {
    label: say('held-remove'),
    command: 'code',
    words: [say('held-remove-text', { files })],
    style: 'primary',
  };
  const anyway: Button = {
    label: say('held-anyway'),
    command: 'commit_anyway',
    words: [operationId],
    style: 'danger',
    who: 'role',
  };
  const isOpen = mayBeFalse(found);
  const parts = [
    say('held-title', { project, count }),
    heldLines(found, say),
    say('held-advice'),
    ...(isOpen ? [say('held-owner')] : []),
  ];
  return { text: parts.join('\n\n'), buttons: [[remove], ...(isOpen ? [[anyway]] : [])] };
}

/** File, line and what was found, one below the other. */
export function heldLines({ held, count = held.length }: Held, say: Say): string {
  const rows = held.slice(0, SHOWN).flatMap(({ path, line, kind, excerpt }) => {
    const what = whatOf(kind, say);
    const shown = plain(shorten(path, PATH_CHARS));
    if (line === 0) return [say('held-line-name', { path: shown, what })];
    return [say('held-line', { path: shown, line, what }), `  ${plain(excerpt)}`];
  });
  const hidden = count - Math.min(SHOWN, held.length);
  return [...rows, ...(hidden > 0 ? [say('held-more', { count: hidden })] : [])].join('\n');
}

function whatOf(kind: string, say: Say): string {
  if (kind === OF_BOT) return say('held-what-loaded');
  if (kind === OF_PROJECT) return say('held-what-project');
  return say('held-what-known', { kind: plain(kind) });
}

/** A name for the agent: quoted, and without characters that nobody sees. */
function asData(path: string): string {
  return JSON.stringify(path).replaceAll(/\p{C}/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
