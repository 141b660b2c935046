import { readFile, readdir } from 'node:fs/promises';

/** More layers than this are none of ours. */
const MOST_LAYERS = 6;

/**
 * The program that a process which we started runs, through the shell that holds it and the layers
 * of bubblewrap: what must be asked to end. Nothing when there is none yet. Where the system does
 * not tell (it is not Linux), the process itself.
 */
export async function programOf(pid: number): Promise<number | undefined> {
  const children = await childrenByParent();
  if (children === undefined) return pid;
  let found = children.get(pid)?.[0];
  for (let layer = 0; found !== undefined && layer < MOST_LAYERS; layer += 1) {
    const name = await readFile(`/proc/${found}/comm`, 'utf8').catch(() => '');
    if (name.trim() !== 'bwrap') return found;
    found = children.get(found)?.[0];
  }
  return found;
}

async function childrenByParent(): Promise<ReadonlyMap<number, readonly number[]> | undefined> {
  const names = await readdir('/proc').catch(() => undefined);
  if (names === undefined) return undefined;
  const children = new Map<number, number[]>();
  const pids = names.filter((name) => /^\d+$/u.test(name));
  await Promise.all(
    pids.map(async (name) => {
      const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
      // The name in parentheses may hold anything; behind it come the state and the parent.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (Number.isInteger(parent))
        children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    }),
  );
  for (const [parent, own] of children)
    children.set(
      parent,
      own.toSorted((a, b) => a - b),
    );
  return children;
}
