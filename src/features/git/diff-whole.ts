import type { Card } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { visible } from '#lib/visible.ts';
import type { Git } from '#ports/git/port.ts';
import type { DiffView } from './diff-cards.ts';
import { renderPage } from './diff-page.ts';
import { type Place, short } from './place.ts';

/** A page of more is slow on a phone. */
const MOST_PAGE_LINES = 20_000;
const MOST_PAGE_CHARACTERS = 4_000_000;
/** Telegram takes 50 MB; some of it is what goes around the file. */
const MOST_FILE_BYTES = 40_000_000;

/**
 * The whole comparison as a file: a page, or what git prints where a page would be too long, and
 * where even that is too long, the way to read it. Nothing is left out without a word.
 */
export async function wholeCard(
  git: Git,
  { directory }: Place,
  view: DiffView,
  call: Call,
): Promise<Card> {
  const { say, conversation } = call;
  const { files, project, from, to } = view;
  const name = `${project}-${short(to)}`;
  const lines = files.reduce((sum, file) => sum + file.added + file.removed, 0);
  if (lines <= MOST_PAGE_LINES) {
    const hunks = await git.diffAllHunks(directory, { from, to, files });
    const characters = hunks.flat().flatMap((hunk) => hunk.lines.map(({ text }) => text.length));
    if (characters.reduce((sum, length) => sum + length, 0) <= MOST_PAGE_CHARACTERS) {
      const { language } = conversation;
      const page = { language, ...titleOf(view, call), files, hunks };
      const content = await renderPage(page, say);
      return { text: say('diff-page-file', { project }), file: { name: `${name}.html`, content } };
    }
  }
  const limit = { lines, most: MOST_PAGE_LINES };
  const patch = await git.patch(directory, from, to);
  if (patch !== undefined && Buffer.byteLength(patch) <= MOST_FILE_BYTES) {
    const text = say('diff-patch-file', limit);
    return { text, file: { name: `${name}.diff`, content: patch } };
  }
  const most = { bytes: MOST_FILE_BYTES };
  return {
    text: say('diff-too-large', { ...limit, size: most, from: short(from), to: short(to) }),
  };
}

/** For the page, which is no Markdown. */
function titleOf(
  { project, commit, from, to, files }: DiffView,
  { say }: Call,
): { readonly title: string; readonly subtitle: string } {
  const sum = (field: 'added' | 'removed') => files.reduce((total, file) => total + file[field], 0);
  const numbers = say('diff-page-numbers', {
    files: files.length,
    added: sum('added'),
    removed: sum('removed'),
  });
  if (!commit) {
    return { title: `${project} ${short(from)}..${short(to)}`, subtitle: numbers };
  }
  const who = say('diff-page-who', {
    actor: visible(commit.author),
    at: { atMs: commit.atMs },
  });
  return {
    title: `${project} ${short(commit.sha)}: ${visible(commit.subject)}`,
    subtitle: `${who}\n${numbers}`,
  };
}
