import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import type { Project } from '#kernel/project.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import type { Check, Workspace } from '#ports/workspace/port.ts';
import { checksInput } from './checks.ts';
import { startTurn, type TurnStart } from './start-turn.ts';

interface Options extends TurnStart {
  readonly workspace: Pick<Workspace, 'commands' | 'archetypes'>;
  readonly now: () => number;
}

const WRITE = 'write';

/** `/test [name]`: runs the checks at once. `/test write [path]`: the agent writes tests. */
export function testCommand(options: Options): Command {
  const { store, now } = options;
  return {
    name: 'test',
    role: 'developer',
    concerns: 'current',
    listed: true,
    async run({ words: [action], text, isFreeText }, call) {
      const { conversation, say } = call;
      const project = conversation.project && (await store.projects.get(conversation.project));
      if (!project) return noProjectCard(call);
      if (action !== WRITE) return startChecks(options, project, text.trim(), call);
      const path = (isFreeText ? text : text.trim().slice(WRITE.length)).trim();
      if (path === '') {
        const untilMs = now() + EXPECTED_FOR_MS;
        const expectation = { command: 'test', words: [WRITE], untilMs };
        await store.settings.set(expectationKey(conversation.id), expectation);
        return { text: say('test-write-ask', { project: project.name }) };
      }
      const wanted = {
        text: say('test-write-text', { path: shorten(path, 200) }),
        prompt: 'test',
        values: { path },
        again: { command: 'test', words: [WRITE, path] },
      } as const;
      return startTurn(options, project.name, wanted, call);
    },
  };
}

/** [Run tests] under a change: the checks of the project that it stands under. */
export function testOfCommand(options: Options): Command {
  return {
    name: 'test_of',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words: [name = '', ...check] }, call) {
      const project = await options.store.projects.get(name);
      if (!project) return { toast: call.say('dispatch-stale') };
      return startChecks(options, project, check.join(' '), call);
    },
  };
}

async function startChecks(
  { operations, workspace }: Options,
  project: Project,
  wanted: string,
  call: Call,
): Promise<Card | Toast | undefined> {
  const { actor, conversation, requestId, say } = call;
  const { name } = project;
  const found = await checksOf(workspace, project);
  if ('problem' in found) {
    return { text: say('checks-file-broken', { problem: plain(shorten(found.problem, 200)) }) };
  }
  const { checks } = found;
  if (checks.length === 0) return { text: say('checks-none', { project: name }) };
  const chosen = wanted === '' ? checks : checks.filter((each) => each.name === wanted);
  if (chosen.length === 0) {
    const buttons = checks
      .slice(0, 12)
      .map((each): readonly Button[] => [
        { label: shorten(each.name, 40), command: 'test_of', words: [name, each.name] },
      ]);
    return { text: say('checks-unknown', { check: plain(shorten(wanted, 80)) }), buttons };
  }
  const id = `checks-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
  await operations.start({
    id,
    kind: 'checks',
    conversationId: conversation.id,
    actorId: actor.id,
    project: name,
    input: checksInput(chosen),
  });
  return undefined;
}

/** What the project says itself, else its template. */
async function checksOf(
  workspace: Options['workspace'],
  { name, archetype }: Project,
): Promise<{ readonly checks: readonly Check[] } | { readonly problem: string }> {
  const own = await workspace.commands(name);
  if (own.kind !== 'none') return own.commands;
  if (own.problem !== undefined) return { problem: own.problem };
  const template = (await workspace.archetypes()).find((each) => each.name === archetype);
  return { checks: template?.checks ?? [] };
}
