import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import type { Json } from '#ports/store/port.ts';
import type { FilePorts } from './ports.ts';
import type { SaveInput } from './save.ts';
import type { Offer, Shelf } from './shelf.ts';
import { shownPath } from './shown.ts';
import { targetsOf } from './target.ts';

/** What is done about a file that is there already. */
export type Clash = 'ask' | 'replace' | 'both';

interface Options {
  readonly ports: FilePorts;
  readonly shelf: Shelf;
}

/** Begins to save what was offered; a card where something has to be said or asked first. */
export async function startSave(
  { ports, shelf }: Options,
  offer: Offer,
  wish: { readonly to: string; readonly clash: Clash; readonly note: string },
  call: Call,
): Promise<Card | undefined> {
  const { files, operations, store } = ports;
  const { actor, conversation, requestId, say } = call;
  const { project } = offer;
  const targets = await targetsOf(offer.files, wish.to, project, files);
  if ('problem' in targets) {
    const shown = shownPath(targets.shown);
    return { text: say(`files-path-${targets.problem}`, { path: shown }) };
  }
  const id = `save-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
  const isKnown = (await store.operations.get(id)) !== undefined;
  if (!isKnown) {
    await shelf.add(conversation.id, offer);
    if (wish.clash === 'ask') {
      const looks = await Promise.all(targets.paths.map((path) => files.look(project, path)));
      const there = targets.paths.filter((_, at) => looks[at]?.kind === 'file');
      // Whether it is the same file shows only when it has been downloaded.
      if (there.length > 0) return clashCard(offer, wish.to, there, call);
    }
  }
  const input: SaveInput = {
    files: offer.files,
    paths: targets.paths,
    clash: wish.clash,
    to: wish.to,
    offer: offer.id,
    note: wish.note,
    actorName: actor.name,
  };
  await operations.start({
    id,
    kind: 'save-files',
    conversationId: conversation.id,
    actorId: actor.id,
    project,
    input: input as unknown as Json,
  });
  return undefined;
}

/** Asks what is to be done about files that are there already. */
export function clashCard(
  offer: Pick<Offer, 'id' | 'project'>,
  to: string,
  there: readonly string[],
  { say }: Pick<Call, 'say'>,
): Card {
  const names = there.map((path) => `- ${shownPath(path)}`).join('\n');
  const button = (action: string, style: Button['style']): Button => ({
    label: say(`files-button-${action}`),
    command: 'file_put',
    words: [offer.project, offer.id, action, ...(to === '' ? [] : [to])],
    ...(style && { style }),
  });
  return {
    text: `${say('files-exists', { project: plain(offer.project), count: there.length })}\n\n${names}`,
    buttons: [
      [button('both', 'primary'), button('replace', 'danger')],
      [button('drop', undefined)],
    ],
  };
}
