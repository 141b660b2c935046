import { type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import type { BrokenPrompt, Prompts, RenderedPrompt } from '#ports/prompts/port.ts';
import type { Turn } from './show-turn.ts';

/** What the agent is told in one turn, as the journal keeps it. */
export type Told = {
  /** The request. */
  readonly text: string;
  /** What holds for the whole turn. */
  readonly system: string;
  /** Such as `fix@1`; `fix@3 (project)` where it is the project's own. */
  readonly prompt: string;
  readonly systemPrompt: string;
  readonly broken?: BrokenPrompt;
};

/** Puts the turn into words for the agent. */
export async function tellAgent(prompts: Prompts, turn: Turn): Promise<Told> {
  const { project, prompt, values } = turn;
  const [request, system] = await Promise.all([
    prompts.render(prompt, values, project),
    prompts.render('system', { project }, project),
  ]);
  return {
    text: request.text,
    system: system.text,
    prompt: nameOf(request),
    systemPrompt: nameOf(system),
    ...(request.broken && { broken: { ...request.broken } }),
  };
}

/** Says that the project's own prompt was not taken, and where it is broken. */
export function brokenCard({ path, line = 0, problem }: BrokenPrompt, say: Say): Card {
  const { code, name = '', detail = '', most = 0 } = problem;
  const what = say(`prompt-problem-${code}`, {
    name: plain(shorten(name, 80)),
    detail: plain(shorten(detail, 200)),
    most,
  });
  return { text: say('prompt-broken', { path: plain(path), line, problem: what }), ring: false };
}

function nameOf({ kind, version, origin }: RenderedPrompt): string {
  return `${kind}@${version}${origin === 'project' ? ' (project)' : ''}`;
}
