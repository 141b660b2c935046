import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { fileExpectationKey, toExpectation } from '#kernel/expectation.ts';
import type { SentFile } from '#kernel/sent-file.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { isArchive } from '#lib/archive-name.ts';
import { toFileName } from '#lib/file-path.ts';
import { isLocked } from '#lib/locked-path.ts';
import { toQuestion, toWish, type Wish } from './caption.ts';
import type { FilePorts } from './ports.ts';
import type { Quota } from './quota.ts';
import type { Offer, Shelf } from './shelf.ts';
import { sentLines, shownPath, tooBigCard, wordOf } from './shown.ts';
import { startSave } from './start-save.ts';

interface Options {
  readonly ports: FilePorts;
  readonly shelf: Shelf;
  readonly quota: Quota;
  /** Asks the agent: what free text does. */
  readonly ask: Command['run'];
}

/** Files that somebody sent: saved, given to the agent, or kept until the person says what. */
export function receiveCommand(options: Options): Command {
  const { ports, shelf, quota } = options;
  return {
    name: 'receive',
    role: 'developer',
    concerns: 'current',
    listed: false,
    async run({ text, files }, call) {
      const { conversation, requestId, actor, say } = call;
      if (!files || files.length === 0) return { toast: say('files-nothing-sent') };
      const { project } = conversation;
      if (project === undefined || !(await ports.store.projects.get(project)))
        return noProjectCard(call);
      const refusal = refuse(files, ports, quota(actor.id, requestId, files), call);
      if (refusal) return refusal;
      const offer: Offer = { id: wordOf(requestId), project, files };
      const wish = toWish(text) ?? (await expected(ports, call));
      if (wish) {
        const note = toWish(text) ? '' : text;
        return startSave({ ports, shelf }, offer, { to: wish.to, clash: 'ask', note }, call);
      }
      const question = toQuestion(text);
      if (question !== '') {
        const words = question.split(/\s+/u);
        return options.ask({ words, text: question, files }, call);
      }
      await shelf.add(conversation.id, offer);
      return offerCard(offer, call);
    },
  };
}

/** What is said before anything is downloaded. */
function refuse(
  files: readonly SentFile[],
  { downloads }: FilePorts,
  verdict: ReturnType<Quota>,
  { say }: Call,
): Card | undefined {
  const { limits } = downloads;
  const locked = files.find(({ name }) => isLocked(toFileName(name)));
  if (locked)
    return { text: say('files-path-locked', { path: shownPath(toFileName(locked.name)) }) };
  const big = files.filter(({ sizeBytes = 0 }) => sizeBytes > limits.mostBytes);
  if (big.length > 0) return tooBigCard(big, limits, say);
  if (verdict.kind === 'pass') return undefined;
  return { text: say('files-too-many', { minutes: verdict.minutes }) };
}

/** The place that `/upload` asked for the next file for; this one, and the same again. */
async function expected({ store, now }: FilePorts, call: Call): Promise<Wish | undefined> {
  const { requestId, conversation } = call;
  const key = fileExpectationKey(conversation.id);
  const expectation = toExpectation(await store.settings.get(key), now(), requestId);
  if (!expectation) return undefined;
  const { command, words, untilMs } = expectation;
  await store.settings.set(key, { command, words, untilMs, takenBy: requestId });
  // Of another project: there it would be a surprise.
  return words[0] === conversation.project ? { to: words[1] ?? '' } : undefined;
}

function offerCard({ id, project, files }: Offer, { say }: Call): Card {
  const button = (action: string, style?: Button['style']): Button => ({
    label: say(`files-button-${action}`),
    command: 'file_put',
    words: [project, id, action],
    ...(style && { style }),
  });
  const isSpoken = files.some(({ what }) => what === 'voice' || what === 'video_note');
  const parts = [
    say('files-got', { project: plain(project), count: files.length }),
    sentLines(files, say),
    ...(isSpoken ? [say('files-voice')] : []),
    ...(files.some(({ name }) => isArchive(name)) ? [say('files-archive-hint')] : []),
    say('files-got-how'),
  ];
  return {
    text: parts.join('\n\n'),
    ring: false,
    buttons: [[button('attach', 'primary')], [button('where')], [button('drop')]],
  };
}
