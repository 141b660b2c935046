import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

/**
 * The install and check commands of the template a project was made from, as a shell would get
 * them. They come from our own copy: the one in the project is the agent's to write.
 */
export async function templateCommands(
  ports: { readonly workspace: Workspace; readonly store: Pick<Store, 'projects'> },
  project: string,
): Promise<ReadonlySet<string>> {
  const { archetype } = (await ports.store.projects.get(project)) ?? {};
  const template = (await ports.workspace.archetypes()).find((each) => each.name === archetype);
  if (!template) return new Set();
  const install = template.install ? [template.install] : [];
  const runs = [...template.checks.map((check) => check.run), ...install];
  return new Set(runs.map((argv) => argv.join(' ')));
}
