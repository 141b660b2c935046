import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { rootOf } from '#kernel/project.ts';
import type { Masker } from '#lib/mask/masker.ts';
import { shorten } from '#lib/text.ts';
import type { Store } from '#ports/store/port.ts';
import { isForFile, logsCard, logsFile, NO_PROJECT } from './card.ts';
import type { Follows } from './follows.ts';
import { readLines, sourceOf } from './reading.ts';
import type { LogSources } from './source.ts';
import { type LogWish, readWish, wishOf, wordsOf } from './wish.ts';

interface Options {
  readonly sources: LogSources;
  readonly follows: Follows;
  readonly masker: Pick<Masker, 'mask'>;
  readonly store: Pick<Store, 'projects'>;
  readonly now: () => number;
}

type Action = 'show' | 'file' | 'follow';

/** `/logs [environment] [service] [n] [follow] ["words"] [error]`, `/logs bot`, `/logs gateway`. */
export function logsCommand(options: Options): Command {
  const { store, sources } = options;
  return {
    name: 'logs',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ text }, call) {
      const { conversation, say } = call;
      const here = conversation.project;
      const project = here && (await store.projects.get(here)) ? rootOf(here) : undefined;
      const environments = project === undefined ? [] : await sources.environmentsOf(project);
      const read = readWish(
        text,
        environments.map(({ name }) => name),
      );
      if (read.kind === 'unknown') {
        return { text: say('logs-unknown', { word: plain(shorten(read.word, 60)) }) };
      }
      const { wish } = read;
      const action = wish.follow ? 'follow' : isForFile(wish) ? 'file' : 'show';
      if (wish.system) return perform(options, NO_PROJECT, wish, action, call);
      if (project === undefined) return noProjectCard(call);
      if (wish.environment !== undefined) return perform(options, project, wish, action, call);
      const deployed = environments.filter(({ isDeployed }) => isDeployed);
      const [only, ...others] = deployed.length > 0 ? deployed : environments;
      if (only && others.length === 0) {
        return perform(options, project, { ...wish, environment: only.name }, action, call);
      }
      const rows = environments.map(({ name }): readonly Button[] => [
        {
          label: name,
          command: 'logs_of',
          words: [project, action, ...wordsOf({ ...wish, environment: name })],
        },
      ]);
      return { text: say('logs-choose', { project }), buttons: rows };
    },
  };
}

/** The buttons of `/logs`. */
export function logsOfCommand(options: Options): Command {
  const { store, sources, follows } = options;
  return {
    name: 'logs_of',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [project = '', action = '', ...words] }, call) {
      const { say, actor } = call;
      if (action === 'stop') {
        const isStopped = follows.stop(words[0] ?? '', actor.id);
        return { toast: say(isStopped ? 'logs-stopping' : 'dispatch-stale') };
      }
      const wish = wishOf(words);
      if (!wish || !isAction(action)) return { toast: say('dispatch-stale') };
      if (wish.system) return perform(options, NO_PROJECT, wish, action, call);
      const isThere = (await store.projects.get(project)) !== undefined;
      const environments = isThere ? await sources.environmentsOf(project) : [];
      if (!environments.some(({ name }) => name === wish.environment)) {
        return { toast: say('dispatch-stale') };
      }
      return perform(options, project, wish, action, call);
    },
  };
}

async function perform(
  { sources, follows, masker, now }: Options,
  project: string,
  wish: LogWish,
  action: Action,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { conversation, requestId, say } = call;
  const reading = await sourceOf(sources, project, wish, call);
  if ('refusal' in reading) return reading.refusal;
  if (action === 'follow') {
    const isStarted = await follows.start(reading, conversation, requestId);
    return isStarted ? undefined : { toast: say('logs-too-many') };
  }
  const lines = await readLines(reading, masker);
  const shown = { wish, lines, ...(reading.project !== undefined && { project: reading.project }) };
  return action === 'file' ? logsFile(shown, now(), say) : logsCard(shown, say);
}

function isAction(word: string): word is Action {
  return word === 'show' || word === 'file' || word === 'follow';
}
