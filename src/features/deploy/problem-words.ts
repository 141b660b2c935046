import { plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { DeployProblem } from '#ports/deployer/problem.ts';

const MOST_CHARS = 200;

/** What stood in the way of a release, in the reader's language, as Markdown. */
export function describeProblem(problem: DeployProblem, say: Say): string {
  const { code, ...values } = problem;
  if ('limitMs' in values)
    return say(`deploy-why-${code}`, {
      name: shown(values.name),
      limit: { elapsedMs: values.limitMs },
    });
  const words = Object.entries<string | number>(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? shown(value) : value,
  ]);
  return say(`deploy-why-${code}`, Object.fromEntries(words));
}

function shown(text: string): string {
  return plain(shorten(visible(text), MOST_CHARS));
}
