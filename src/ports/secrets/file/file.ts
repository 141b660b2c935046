import { Fault } from '#kernel/fault.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { isRemoteSecret, type ProjectSecrets } from '../port.ts';
import { createVault, type Secret, type SecretPlaces } from './vault.ts';

interface Options extends SecretPlaces {
  readonly now: () => number;
  /** Told the identity as soon as it is known, so that no text shows it. */
  readonly onIdentity?: (identity: string) => void;
}

/** Secrets in one age file per project. Files of the form before age become such when first read. */
export function fileSecrets(options: Options): ProjectSecrets {
  const inTurn = keyedMutex();
  const vault = createVault(options);

  const read = async (project: string): Promise<readonly Secret[]> => {
    const { secrets, isOld } = await vault.read(project);
    if (isOld) await vault.write(project, secrets);
    return secrets;
  };

  return {
    list: (project) =>
      inTurn(project, async () =>
        (await read(project))
          .map(({ name, setAtMs, setBy }) => ({ name, setAtMs, setBy }))
          .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      ),
    set: (project, name, value, setBy) =>
      inTurn(project, async () => {
        const others = (await read(project)).filter((each) => each.name !== name);
        await vault.write(project, [...others, { name, value, setAtMs: options.now(), setBy }]);
      }),
    remove: (project, name) =>
      inTurn(project, async () => {
        const before = await read(project);
        const after = before.filter((each) => each.name !== name);
        if (after.length === before.length) return false;
        await vault.write(project, after);
        return true;
      }),
    move: (project, to) =>
      inTurn(project, () =>
        inTurn(to, async () => {
          const secrets = await read(project);
          // Gone from here: an earlier attempt has moved them.
          if (secrets.length > 0) await vault.write(to, secrets);
          await vault.drop(project);
        }),
      ),
    removeAll: (project) => inTurn(project, () => vault.drop(project)),
    value: (project, name) =>
      inTurn(project, async () => (await read(project)).find((each) => each.name === name)?.value),
    forDeploy: (project) =>
      inTurn(project, async () =>
        Object.fromEntries(
          (await read(project))
            .filter(({ name }) => !isRemoteSecret(name))
            .map(({ name, value }) => [name, value]),
        ),
      ),
    async values() {
      // Also where no project has a secret yet, so that it is masked from the start.
      await vault.identity().catch(() => undefined);
      const values: string[] = [];
      const unreadable: string[] = [];
      for (const project of await vault.projects()) {
        const secrets = await inTurn(project, () => read(project)).catch(() => undefined);
        if (secrets) values.push(...secrets.map(({ value }) => value));
        else unreadable.push(project);
      }
      return { values, unreadable };
    },
  };
}

/** What `inspectSecrets` found; it has changed nothing. */
export interface SecretsInspection {
  /** Projects whose file opens. */
  readonly opened: readonly string[];
  /** What keeps the others closed, and what to do about it. */
  readonly problems: readonly string[];
  readonly hasIdentity: boolean;
}

/** Whether the identity opens what is there. Writes nothing, also beside a bot that runs. */
export async function inspectSecrets(places: SecretPlaces): Promise<SecretsInspection> {
  const vault = createVault({ ...places, now: Date.now });
  const opened: string[] = [];
  const problems = new Set<string>();
  const note = (error: unknown) =>
    void problems.add(error instanceof Fault ? error.detail : String(error));
  const identity = await vault.identity().catch(note);
  for (const project of await vault.projects())
    await vault.read(project).then(() => opened.push(project), note);
  return { opened, problems: [...problems], hasIdentity: typeof identity === 'string' };
}
