import { type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isProjectName } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { fullFor } from '#operations/capacity.ts';
import type { Operations } from '#operations/operations.ts';
import type { Store } from '#ports/store/port.ts';
import type { Archetype, Workspace } from '#ports/workspace/port.ts';
import { takenCard } from './new-cards.ts';

interface Options {
  readonly operations: Operations;
  readonly store: Pick<Store, 'projects' | 'operations'>;
  readonly workspace: Workspace;
}

/** `/new telegram-bot my-bot`: a project from a template, committed, its tests passing. */
export function newCommand({ operations, store, workspace }: Options): Command {
  return {
    name: 'new',
    role: 'developer',
    concerns: 'bot',
    listed: true,
    async run({ words: [archetype, name, ...rest] }, call) {
      const { say, conversation, actor } = call;
      const archetypes = await workspace.archetypes();
      if (archetype === undefined || !archetypes.some((each) => each.name === archetype)) {
        return askArchetype(archetype, archetypes, call);
      }
      if (name === undefined) return askName(archetype, store, call);
      if (!isProjectName(name) || rest.length > 0) {
        return {
          text: say('new-bad-name', {
            name: plain(shorten([name, ...rest].join(' '), 80)),
            archetype,
          }),
        };
      }
      const id = `new-${call.requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
      // The same request again, after a crash: it is being done.
      if (await store.operations.get(id)) return undefined;
      if ((await workspace.exists(name)) || (await store.projects.get(name))) {
        return takenCard(name, await store.projects.get(name), say);
      }
      const full = fullFor(await store.operations.unfinished(), actor.id, name);
      if (full) return { text: say(`dispatch-too-many-${full.whose}`, { ...full, project: name }) };
      await operations.start({
        id,
        kind: 'new',
        conversationId: conversation.id,
        actorId: actor.id,
        project: name,
        input: { archetype, actorName: actor.name },
      });
      return undefined;
    },
  };
}

function askArchetype(
  wrong: string | undefined,
  archetypes: readonly Archetype[],
  { say, conversation: { language } }: Call,
): Card {
  const problem =
    wrong === undefined
      ? ''
      : `${say('new-no-archetype', { archetype: plain(shorten(wrong, 40)) })}\n\n`;
  const lines = archetypes.map(
    ({ title, description }) => `- **${plain(title[language])}**: ${plain(description[language])}`,
  );
  return {
    text: `${problem}${say('new-ask-archetype')}\n\n${lines.join('\n')}`,
    buttons: archetypes.map(({ name }) => [{ label: name, command: 'new', words: [name] }]),
  };
}

async function askName(archetype: string, store: Options['store'], { say }: Call): Promise<Card> {
  const known = new Set((await store.projects.list()).map((each) => each.name));
  const stem = archetype.split('-').at(-1) ?? archetype;
  const free = [`my-${stem}`, ...[2, 3, 4, 5, 6, 7, 8, 9].map((count) => `my-${stem}-${count}`)];
  const names = free.filter((each) => !known.has(each)).slice(0, 3);
  return {
    text: say('new-ask-name', { archetype }),
    buttons: names.map((each) => [{ label: each, command: 'new', words: [archetype, each] }]),
  };
}
