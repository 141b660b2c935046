import { hasRole } from '#kernel/actor.ts';
import type { Call, Command } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import type { Operations } from '#operations/operations.ts';
import { readerOf } from './buttons.ts';
import { changeCard, listCard } from './card.ts';
import { type ChangePorts, type Place, placeOf, toNumber } from './place.ts';
import { propose } from './propose.ts';
import { viewOf } from './view.ts';

type Options = ChangePorts & { readonly operations: Operations };

/** Changes that one list holds. */
const LISTED = 20;

/** `/pr`: list; `/pr 3`: one; `/pr open [title]` proposes the branch that is checked out. */
export function prCommand(options: Options): Command {
  return {
    name: 'pr',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run({ words: [first], text }, call) {
      const { say, actor, conversation } = call;
      const place = await placeOf(options, conversation.project);
      if (!place) return noProjectCard(call);
      const { project } = place;
      if (first === undefined)
        return listCard(project, await options.forge.list(project, LISTED), say);
      if (first === 'open') {
        if (!hasRole(actor, 'developer', project)) return { text: say('pr-needs-developer') };
        return propose(options, place, text.trim().slice('open'.length).trim(), call);
      }
      const number = toNumber(first);
      return number === undefined
        ? { text: say('pr-usage') }
        : showChange(options, place, number, call);
    },
  };
}

/** The buttons that lead to one change. */
export function prOfCommand(options: ChangePorts): Command {
  return {
    name: 'pr_of',
    role: 'viewer',
    concerns: 'named',
    listed: false,
    async run({ words: [project, word] }, call) {
      const place = await placeOf(options, project);
      const number = toNumber(word);
      if (!place || number === undefined) return { toast: call.say('dispatch-stale') };
      return showChange(options, place, number, call);
    },
  };
}

/** One change as it is now; `note` stands above it. */
export async function showChange(
  { forge, git }: Pick<ChangePorts, 'forge' | 'git'>,
  { project, directory }: Place,
  number: number,
  call: Call,
  note?: string,
) {
  const change = await forge.get(project, number);
  if (!change) return { text: call.say('pr-unknown', { project, number }) };
  const view = await viewOf(git, directory, change);
  return changeCard(view, readerOf(call, project), call.say, note);
}
