import type { Card } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isProjectName } from '#kernel/project.ts';
import type { Begin } from './begin.ts';
import { isFree } from './naming.ts';
import { takenCard } from './new-cards.ts';
import { type Wizard, wizardId, type WizardOptions } from './wizard.ts';

/**
 * `/new telegram-bot my-bot`: a project from a template, committed, its tests passing; `/new from
 * <url> [name]`: one that is somewhere already; `/new template <url> [name]`: a copy without its
 * history. What is missing is asked for.
 */
export function newCommand(wizard: Wizard, options: WizardOptions): Command {
  const { store, workspace, begin } = options;
  return {
    name: 'new',
    role: 'developer',
    concerns: 'bot',
    listed: true,
    async run({ words: [kind, name, ...rest] }, call) {
      const id = wizardId(call);
      if (kind === 'from' || kind === 'template') {
        if (name !== undefined) return fromRepository(kind, [name, ...rest], begin, call);
        await wizard.address(id, call);
        return undefined;
      }
      const archetypes = await workspace.archetypes();
      if (kind === undefined || !archetypes.some((each) => each.name === kind)) {
        await wizard.home(id, call, kind);
        return undefined;
      }
      const wanted = [name ?? '', ...rest].join(' ');
      if (!isProjectName(wanted)) {
        await wizard.name(id, kind, call, name === undefined ? undefined : wanted);
        return undefined;
      }
      if (await begin.started(call)) return undefined;
      if (!(await isFree(wanted, options))) {
        return takenCard(wanted, await store.projects.get(wanted), call.say);
      }
      await begin.fromTemplate({ archetype: kind, name: wanted }, call);
      return undefined;
    },
  };
}

async function fromRepository(
  kind: 'from' | 'template',
  words: readonly string[],
  begin: Begin,
  call: Call,
): Promise<Card | undefined> {
  if (await begin.started(call)) return undefined;
  const wanted = await begin.readAddress(words, call);
  if (wanted.kind === 'good') {
    await begin.fromRepository({ ...wanted, isTemplate: kind === 'template' }, call);
    return undefined;
  }
  const [url = ''] = words;
  const card: Card = { text: wanted.problem };
  if (wanted.near === undefined) return card;
  const near = { label: wanted.near, command: 'new', words: [kind, url, wanted.near] };
  return { ...card, buttons: [[near]] };
}
