import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { Masker } from '#lib/mask/masker.ts';
import { OF_BOT, OF_PROJECT } from '#lib/mask/scan.ts';
import { quoted } from '#lib/quoted.ts';
import { shorten } from '#lib/text.ts';
import type { AddedLines } from '#ports/git/port.ts';
import { type Held, mayBeFalse, secretsIn, toHeld } from './held.ts';

const PATH_CHARS = 100;
const SHOWN = 8;

/** Says where secrets are, why nothing was committed, and what to do. */
export function heldCard(
  found: Held,
  { project, operationId }: { readonly project: string; readonly operationId: string },
  say: Say,
): Card {
  const { held, count = held.length } = found;
  const files = [...new Set(held.map(({ path }) => path))].map(quoted).join(', ');
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

/** Says where secrets stand in what a commit would add; empty when there are none. */
export function secretLines(masker: Pick<Masker, 'find'>) {
  return (added: readonly AddedLines[], say: Say): string => {
    const found = secretsIn(added, masker);
    return found.length === 0 ? '' : heldLines(toHeld(found), say);
  };
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
