import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isReservedName } from '#lib/file-path.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import type { FilePorts } from './ports.ts';
import type { Offer, Shelf } from './shelf.ts';
import { shownPath } from './shown.ts';
import { type Clash, startSave } from './start-save.ts';

interface Options {
  readonly ports: FilePorts;
  readonly shelf: Shelf;
}

const MOST_FOLDERS = 8;
const FOLDED: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'vendor', 'target']);
const CLASHES: Readonly<Record<string, Clash>> = {
  save: 'ask',
  replace: 'replace',
  both: 'both',
};

/** What the buttons under a file that was sent do. */
export function filePutCommand(options: Options): Command {
  const { ports, shelf } = options;
  return {
    name: 'file_put',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, id, action = '', ...rest] }, call) {
      const { say, conversation } = call;
      // Only what was sent in this very conversation can be found, whoever names it.
      const offer = await shelf.get(conversation.id, id);
      if (!offer || offer.project !== project || !(await ports.store.projects.get(project)))
        return { toast: say('files-gone') };
      const clash = CLASHES[action];
      if (clash) {
        const wish = { to: rest.join(' '), clash, note: '' };
        return startSave(options, offer, wish, call);
      }
      return act(options, offer, action, call);
    },
  };
}

async function act(
  { ports, shelf }: Options,
  offer: Offer,
  action: string,
  call: Call,
): Promise<Card | Toast> {
  const { say, conversation } = call;
  switch (action) {
    case 'attach': {
      await shelf.attach(conversation.id, offer.id);
      const words = [offer.project, offer.id, 'detach'];
      const off = { label: say('files-button-detach'), command: 'file_put', words };
      const about = { project: plain(offer.project), count: offer.files.length };
      return { text: say('files-attached', about), ring: false, buttons: [[off]] };
    }
    case 'detach':
      await shelf.detach(conversation.id, offer.id);
      return { toast: say('files-detached') };
    case 'drop':
      await shelf.drop(conversation.id, offer.id);
      return { toast: say('files-dropped') };
    case 'where':
      return whereCard(ports, offer, call);
    default:
      return { toast: say('files-gone') };
  }
}

/** The project's own folder and those in it. */
async function whereCard({ files }: FilePorts, offer: Offer, { say }: Call): Promise<Card> {
  const { project, id } = offer;
  const found = await files.look(project, '');
  const folders =
    found.kind === 'folder'
      ? found.entries
          .filter(({ kind, isLocked }) => kind === 'folder' && !isLocked)
          .map(({ name }) => name)
          .filter((name) => !FOLDED.has(name) && !name.startsWith('.') && !isReservedName(name))
      : [];
  const to = (label: string, path: string): readonly Button[] => [
    { label, command: 'file_put', words: [project, id, 'save', path] },
  ];
  return {
    text: say('files-where', { project: shownPath(project) }),
    ring: false,
    buttons: [
      to(say('files-where-root'), './'),
      ...folders
        .slice(0, MOST_FOLDERS)
        .map((name) => to(`📁 ${shorten(visibleName(name), 40)}/`, `${name}/`)),
    ],
  };
}
