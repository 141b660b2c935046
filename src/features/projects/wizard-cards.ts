import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Language, Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Archetype } from '#ports/workspace/port.ts';

/** A button of the wizard whose card is called `id`. */
function step(id: string, label: string, words: readonly string[]): Button {
  return { label, command: 'new_step', words: [id, ...words] };
}

/** What kinds there are, each with what one gets. */
export function kindsCard(
  id: string,
  archetypes: readonly Archetype[],
  wrong: string | undefined,
  say: Say,
  language: Language,
): Card {
  const shown = plain(shorten(visible(wrong ?? ''), 40));
  const problem = wrong === undefined ? [] : [say('new-no-archetype', { archetype: shown })];
  const lines = archetypes.map(
    ({ title, description }) => `- **${plain(title[language])}**: ${plain(description[language])}`,
  );
  const kinds = archetypes.map(({ name }) => step(id, name, ['kind', name]));
  const rows = Array.from({ length: Math.ceil(kinds.length / 2) }, (_, row) =>
    kinds.slice(row * 2, row * 2 + 2),
  );
  return {
    text: [...problem, say('new-ask-archetype'), lines.join('\n')].join('\n\n'),
    ring: false,
    buttons: [...rows, [step(id, say('new-from-button'), ['from'])]],
  };
}

/** Asks for the name; each free suggestion is a button. */
export function nameCard(
  id: string,
  archetype: string,
  names: readonly string[],
  problem: string | undefined,
  say: Say,
): Card {
  const text = [...(problem === undefined ? [] : [problem]), say('new-ask-name', { archetype })];
  const picks = names.map((name) => [
    { ...step(id, name, ['name', archetype, name]), style: 'primary' as const },
  ]);
  return { text: text.join('\n\n'), ring: false, buttons: [...picks, backRow(id, say)] };
}

/** Asks for the address of a repository. */
export function addressCard(id: string, problem: string | undefined, say: Say): Card {
  const text = [...(problem === undefined ? [] : [problem]), say('new-ask-address')];
  return { text: text.join('\n\n'), ring: false, buttons: [backRow(id, say)] };
}

function backRow(id: string, say: Say): readonly Button[] {
  return [step(id, say('new-back'), ['home']), step(id, say('new-cancel'), ['cancel'])];
}

/** Why a name will not do. */
export function nameProblem(name: string, why: 'bad' | 'taken', say: Say): string {
  return say(`new-name-${why}`, { name: plain(shorten(visible(name), 80)) });
}
