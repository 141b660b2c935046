import { plain } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import type { Say } from '#kernel/language.ts';
import { toFileName, toTreePath } from '#lib/file-path.ts';
import type { FilePorts } from './ports.ts';
import { shownPath } from './shown.ts';

const MOST_FILES = 5;
const MOST_BYTES = 20_000_000;
const LINE = /^[ \t]*MEDIA:[ \t]*`?(?<path>[^\n`]+?)`?[ \t]*$/gimu;
const LINK = /(?<mark>!?)\[[^\]\n]{0,300}\]\(<?(?<path>[^)>\s]{1,300})>?(?:\s+"[^"\n]*")?\)/gu;
/** What one cannot read in the chat; of code that is linked the card of changes has a button. */
const SHOWN =
  /\.(?:png|jpe?g|gif|webp|svg|pdf|csv|xlsx?|docx?|pptx?|zip|tgz|mp3|ogg|wav|mp4|webm)$/iu;
const PICTURE = /\.(?:png|jpe?g)$/iu;

/** The files that an answer hands over: lines `MEDIA:path`, pictures in it, and links to documents. */
function offeredPaths(answer: string): readonly string[] {
  const code = answer.replaceAll(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?^\1[ \t]*$/gmu, '');
  const lines = [...code.matchAll(LINE)].map(({ groups }) => groups?.['path'] ?? '');
  const links = [...code.matchAll(LINK)]
    .filter(({ groups }) => groups?.['mark'] === '!' || SHOWN.test(groups?.['path'] ?? ''))
    .map(({ groups }) => decoded(groups?.['path'] ?? ''));
  const paths = [...lines, ...links].flatMap((path) => {
    const isElsewhere = /^[a-z][a-z\d+.-]*:|^#/iu.test(path);
    const known = isElsewhere ? undefined : toTreePath(path.replace(/[?#].*$/u, '').trim());
    return known === undefined || known === '' ? [] : [known];
  });
  return [...new Set(paths)];
}

/** Sends them to the chat, each once for one turn; those that may not leave stay, and it is said. */
export async function sendOffered(
  { files, chat }: Pick<FilePorts, 'files' | 'chat'>,
  turn: { readonly conversation: Conversation; readonly project: string; readonly say: Say },
  operationId: string,
  answer: string,
): Promise<void> {
  const { conversation, project, say } = turn;
  const left: string[] = [];
  let bytes = 0;
  let sent = 0;
  for (const path of offeredPaths(answer)) {
    const found = await files.look(project, path);
    // Mostly words that only look like a link to a file.
    if (found.kind === 'missing' || found.kind === 'folder' || found.kind === 'not-a-folder')
      continue;
    const size = found.kind === 'file' ? found.sizeBytes : 0;
    const fits = sent < MOST_FILES && bytes + size <= MOST_BYTES;
    const content =
      found.kind === 'file' && size > 0 && fits
        ? await files.read(project, path, MOST_BYTES)
        : undefined;
    if (!content) {
      left.push(path);
      continue;
    }
    bytes += size;
    sent += 1;
    const photo = PICTURE.test(path) ? { kind: 'photo' as const } : {};
    const file = { name: toFileName(path), content, ...photo };
    const text = say('files-offered', { path: shownPath(path) });
    await chat.post(conversation, `${operationId}:file-${sent}`, { text, ring: false, file });
  }
  if (left.length === 0) return;
  const lines = left.slice(0, 10).map((path) => `- ${shownPath(path)}`);
  const text = `${say('files-offered-left', { project: plain(project) })}\n\n${lines.join('\n')}`;
  await chat.post(conversation, `${operationId}:files-left`, { text, ring: false });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
