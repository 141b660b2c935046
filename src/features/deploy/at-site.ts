import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { isProjectFolder, rootOf } from '#kernel/project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { type DeployOptions, type Site, siteOf } from './ports.ts';

/** Which environment is meant. */
interface Wanted {
  /** A project, or a task of one. */
  readonly project: string | undefined;
  readonly word: string | undefined;
  /** The command of the buttons that ask which, and its words behind project and environment. */
  readonly button: string;
  readonly more?: readonly string[];
  readonly label?: (environment: string) => string;
}

/** Finds the environment that a word names, or asks which by buttons of the command `button`. */
export async function atSite<Answer>(
  options: DeployOptions,
  { project: name, word, button, more = [], label = (environment) => environment }: Wanted,
  call: Call,
  work: (site: Site) => Promise<Answer>,
): Promise<Answer | Card> {
  const { say } = call;
  if (name === undefined || !isProjectFolder(name)) return noProjectCard(call);
  const project = rootOf(name);
  if (!(await options.store.projects.get(project))) return noProjectCard(call);
  const environments = await options.ops.environments(project);
  const environment = environments.find((each) => each.name === word?.toLowerCase());
  const site = environment && siteOf(options, environment);
  if (site) return work(site);
  if (environment) {
    const words = { project, environment: environment.name, kind: environment.settings.deployer };
    return { text: say('deploy-no-deployer', words) };
  }
  const buttons = environments.map((each): readonly Button[] => [
    { label: label(each.name), command: button, words: [name, each.name, ...more] },
  ]);
  const shown = plain(shorten(visible(word ?? ''), 40));
  const ask = say('environment-ask', { project });
  const unknown = say('deploy-unknown', { environment: shown, project });
  return { text: word === undefined ? ask : `${unknown}\n\n${ask}`, buttons };
}
