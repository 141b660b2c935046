import type { Card } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { toTreePath } from '#lib/file-path.ts';
import { fileCard, folderCard, type Page } from './browse-cards.ts';
import type { FilePorts } from './ports.ts';
import { shownPath, wordOf } from './shown.ts';

interface Options {
  readonly ports: FilePorts;
  readonly hasCommand: (name: string) => boolean;
}

const CARD_ID = /^[\w-]{1,60}$/u;

/** `/files [path]`: the project's files, one card that changes in place. */
export function filesCommand(options: Options): Command {
  return {
    name: 'files',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { project } = call.conversation;
      if (project === undefined || !(await options.ports.store.projects.get(project)))
        return noProjectCard(call);
      const path = toTreePath(text);
      if (path === undefined) return { text: call.say('files-outside', { path: shownPath(text) }) };
      return show(options, { project, id: wordOf(call.requestId), path, page: 0 }, call);
    },
  };
}

/** Every button on that card. */
export function filesViewCommand(options: Options): Command {
  return {
    name: 'files_view',
    role: 'viewer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, id, number, ...rest] }, call) {
      const path = toTreePath(rest.join(' '));
      const known =
        project === undefined ? undefined : await options.ports.store.projects.get(project);
      if (!known || id === undefined || !CARD_ID.test(id) || path === undefined)
        return { toast: call.say('dispatch-stale') };
      const page = /^\d{1,6}$/u.test(number ?? '') ? Number(number) : 0;
      return show(options, { project: known.name, id, path, page }, call);
    },
  };
}

async function show(options: Options, page: Page, call: Call): Promise<Card | undefined> {
  const { files, chat } = options.ports;
  const { say, conversation } = call;
  const found = await files.look(page.project, page.path);
  const card = await cardOf(options, page, found, call);
  if (!card) {
    const word = found.kind === 'locked' ? 'files-locked' : `files-no-${found.kind}`;
    return { text: say(word, { path: shownPath(page.path), project: page.project }) };
  }
  await chat.show(conversation, `files:${conversation.id}:${page.id}`, card);
  return undefined;
}

async function cardOf(
  { ports, hasCommand }: Options,
  page: Page,
  found: Awaited<ReturnType<FilePorts['files']['look']>>,
  { say }: Call,
): Promise<Card | undefined> {
  if (found.kind === 'folder') return folderCard(page, found, say);
  if (found.kind !== 'file') return undefined;
  const head = await ports.files.read(page.project, page.path, 16_384);
  const mayExplain = hasCommand('explain');
  return fileCard(page, { sizeBytes: found.sizeBytes, head }, { say, mayExplain });
}
