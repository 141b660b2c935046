import { type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { toFileName, toTreePath } from '#lib/file-path.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { maskBytes } from '#ports/chat/masked.ts';
import type { FilePorts } from './ports.ts';
import { shownPath } from './shown.ts';

/** Telegram takes documents of 50 MB; the store keeps them as base64 until they are sent. */
const MOST_BYTES = 45_000_000;
const MOST_FILES = 20_000;

/** `/download <path>`: a file, or a folder as a zip. */
export function downloadCommand(ports: FilePorts): Command {
  const send = sender(ports);
  return {
    name: 'download',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { project } = call.conversation;
      if (project === undefined || !(await ports.store.projects.get(project)))
        return noProjectCard(call);
      if (text === '') return { text: call.say('download-usage') };
      return send(project, text, 'file', call);
    },
  };
}

/** The buttons that do the same. */
export function downloadOfCommand(ports: FilePorts): Command {
  const send = sender(ports);
  return {
    name: 'download_of',
    role: 'viewer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, how, ...rest] }, call) {
      const known = project === undefined ? undefined : await ports.store.projects.get(project);
      if (!known) return { toast: call.say('dispatch-stale') };
      return send(known.name, rest.join(' '), how === 'photo' ? 'photo' : 'file', call);
    },
  };
}

function sender(ports: FilePorts) {
  const { files } = ports;
  // One at a time for each person: each takes memory.
  const inTurn = keyedMutex();

  return (project: string, typed: string, how: 'file' | 'photo', call: Call): Promise<Card> =>
    inTurn(String(call.actor.id), async () => {
      const { say } = call;
      const path = toTreePath(typed);
      if (path === undefined) return { text: say('files-outside', { path: shownPath(typed) }) };
      const found = await files.look(project, path);
      const about = { path: shownPath(path), project: plain(project) };
      if (found.kind === 'folder') return folder(ports, project, path, call);
      if (found.kind !== 'file') {
        const word = found.kind === 'locked' ? 'files-locked' : `files-no-${found.kind}`;
        return { text: say(word, about) };
      }
      if (found.sizeBytes > MOST_BYTES) {
        const sizes = { size: { bytes: found.sizeBytes }, limit: { bytes: MOST_BYTES } };
        return { text: say('download-too-large', { ...about, ...sizes }) };
      }
      const content = await files.read(project, path, MOST_BYTES);
      if (!content) return { text: say('files-no-link', about) };
      const name = toFileName(path);
      const kind = how === 'photo' ? { kind: 'photo' as const } : {};
      return { text: say('download-file', about), file: { name, content, ...kind } };
    });
}

async function folder(
  { files, git, workspace, masker }: FilePorts,
  project: string,
  path: string,
  { say }: Call,
): Promise<Card> {
  const about = { path: path === '' ? plain('./') : shownPath(path), project: plain(project) };
  const all = await git.visibleFiles(workspace.directory(project), path);
  if (all.length > MOST_FILES)
    return { text: say('download-too-many', { ...about, count: all.length }) };
  const packed = await files.pack(project, all, {
    mostBytes: MOST_BYTES,
    within: path,
    mask: (bytes) => maskBytes(bytes, masker),
  });
  if (packed.kind === 'empty') return { text: say('download-empty', about) };
  if (packed.kind === 'too-large') {
    const lines = packed.largest.map(
      (each) =>
        `- ${say('files-sized', { name: shownPath(each.path), size: { bytes: each.sizeBytes } })}`,
    );
    const sizes = { size: { bytes: packed.sizeBytes }, limit: { bytes: MOST_BYTES } };
    const head = say('download-folder-too-large', { ...about, ...sizes, count: packed.files });
    return { text: `${head}\n\n${lines.join('\n')}` };
  }
  const name = `${toFileName(path === '' ? project : path)}.zip`;
  const text = say('download-folder', { ...about, count: packed.files });
  return { text, file: { name, content: packed.bytes } };
}
