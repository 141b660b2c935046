import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { isProjectName } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { type DeployOptions, type Site, siteOf } from './ports.ts';

/** Finds the environment that a word names, or asks which by buttons of the command `button`. */
export async function atSite<Answer>(
  options: DeployOptions,
  {
    project,
    word,
    button,
  }: {
    readonly project: string | undefined;
    readonly word: string | undefined;
    readonly button: string;
  },
  call: Call,
  work: (site: Site) => Promise<Answer>,
): Promise<Answer | Card> {
  const { say } = call;
  if (project === undefined || !isProjectName(project)) return noProjectCard(call);
  if (!(await options.store.projects.get(project))) return noProjectCard(call);
  const environments = await options.ops.environments(project);
  const environment = environments.find(({ name }) => name === word?.toLowerCase());
  const site = environment && siteOf(options, environment);
  if (site) return work(site);
  if (environment) {
    const words = { project, environment: environment.name, kind: environment.settings.deployer };
    return { text: say('deploy-no-deployer', words) };
  }
  const buttons = environments.map(({ name }): readonly Button[] => [
    { label: name, command: button, words: [project, name] },
  ]);
  const shown = plain(shorten(visible(word ?? ''), 40));
  const text =
    word === undefined
      ? say('environment-ask', { project })
      : say('deploy-unknown', { environment: shown, project });
  return { text, buttons };
}
