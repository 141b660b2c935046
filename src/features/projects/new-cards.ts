import { type Card, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import type { Project } from '#kernel/project.ts';
import type { Ran } from '#ports/sandbox/port.ts';

const STEPS = ['copy', 'install', 'test', 'commit'] as const;

/** The steps of making a project. */
export type NewStep = (typeof STEPS)[number];

/** How making a project ended. */
export type Made =
  | { readonly kind: 'made'; readonly sha: string }
  | { readonly kind: 'taken'; readonly project?: Project }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly what: string; readonly ran: Ran }
  /** Its first commit would hold secrets; `secrets` says where. */
  | { readonly kind: 'held'; readonly secrets: string }
  | { readonly kind: 'broken' };

/** The bar counts whole steps: four of them, none of them guessed. */
export function stepCard(step: NewStep, name: string, say: Say): Card {
  const done = STEPS.indexOf(step);
  const percent = (done / STEPS.length) * 100;
  const bar = '█'.repeat(done * 2) + '░'.repeat((STEPS.length - done) * 2);
  const title = say('new-title', { name });
  return {
    text: `${title}\n\n\`[${bar}] ${percent}%\`\n\n${say(`new-step-${step}`)}`,
    ring: false,
  };
}

/** Why there is no project, and what to do. */
export function failureCard(
  made: Exclude<Made, { readonly kind: 'made' }>,
  { name, archetype }: { readonly name: string; readonly archetype: string },
  say: Say,
): Card {
  const again = { label: say('new-again'), command: 'new', words: [archetype, name] };
  switch (made.kind) {
    case 'taken':
      return takenCard(name, made.project, say);
    case 'stopped':
      return { text: say('new-stopped', { name }), buttons: [[again]] };
    case 'failed': {
      const tail = fenced(made.ran.output.slice(-2_000));
      const why = made.ran.timedOut ? say('new-timed-out') : '';
      const text = say('new-check-failed', { name, what: plain(made.what) });
      return { text: `${text} ${why}\n\n${tail}`, buttons: [[again]] };
    }
    case 'held':
      return { text: `${say('new-held', { name })}\n\n${made.secrets}`, buttons: [[again]] };
    case 'broken':
      return { text: say('new-broken', { name }), buttons: [[again]] };
  }
}

/** The name belongs to a project, or to a folder that the bot does not know. */
export function takenCard(name: string, project: Project | undefined, say: Say): Card {
  if (!project) return { text: say('new-occupied', { name }) };
  const use = { label: say('use-button', { name }), command: 'use', words: [name] };
  return { text: say('new-taken', { name }), buttons: [[use]] };
}
