import type { Card } from './card.ts';
import type { Call } from './command.ts';

/** Asks for a project where none is chosen. */
export function noProjectCard({ say }: Pick<Call, 'say'>): Card {
  const projects = { label: say('home-projects'), command: 'projects', words: [] };
  return { text: say('git-no-project'), buttons: [[projects]] };
}
