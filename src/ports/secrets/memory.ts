import { isRemoteSecret, type ProjectSecrets, type SecretInfo } from './port.ts';

/** Secrets that are gone with the process. */
export function memorySecrets(now: () => number = Date.now): ProjectSecrets {
  const all = new Map<string, Map<string, SecretInfo & { readonly value: string }>>();
  const of = (project: string) => [...(all.get(project)?.values() ?? [])];
  return {
    list: async (project) =>
      of(project)
        .map(({ name, setAtMs, setBy }) => ({ name, setAtMs, setBy }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    async set(project, name, value, setBy) {
      const mine = all.get(project) ?? new Map();
      all.set(project, mine.set(name, { name, value, setAtMs: now(), setBy }));
    },
    remove: async (project, name) => all.get(project)?.delete(name) ?? false,
    async move(project, to) {
      const mine = all.get(project);
      if (mine && mine.size > 0) all.set(to, mine);
      all.delete(project);
    },
    async removeAll(project) {
      all.delete(project);
    },
    value: async (project, name) => all.get(project)?.get(name)?.value,
    forDeploy: async (project) =>
      Object.fromEntries(
        of(project)
          .filter(({ name }) => !isRemoteSecret(name))
          .map(({ name, value }) => [name, value]),
      ),
    values: async () => ({
      values: [...all.keys()].flatMap((project) => of(project).map(({ value }) => value)),
      unreadable: [],
    }),
  };
}
