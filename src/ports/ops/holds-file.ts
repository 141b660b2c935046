import { Document, isSeq } from 'yaml';
import { cutReason, named } from './environment-file.ts';
import type { Hold } from './port.ts';
import type { Complaint } from './problem.ts';
import { readYaml } from './read-yaml.ts';
import { API_VERSION, type HoldFile, holdsSchema } from './schema.ts';

const NO_FOLDING = { lineWidth: 0 } as const;

/** Reads `holds.yaml`. */
export function readHolds(
  text: string,
):
  | { readonly kind: 'good'; readonly holds: readonly Hold[] }
  | { readonly kind: 'bad'; readonly problem: Complaint } {
  const read = readYaml(text, holdsSchema);
  if (read.kind === 'bad') return read;
  const ids = read.value.holds.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    return { kind: 'bad', problem: { line: 1, key: 'holds', why: { code: 'twice', name: twice } } };
  }
  return { kind: 'good', holds: read.value.holds.map(toHold) };
}

/**
 * The text with its holds changed: `edit` gives what stays, in any order, and what is new. Comments
 * of those that stay remain. `undefined` where that is not valid.
 */
export function withHolds(
  text: string | undefined,
  edit: (holds: readonly Hold[]) => readonly Hold[],
): string | undefined {
  const empty = new Document({ apiVersion: API_VERSION, kind: 'Holds', holds: [] });
  const read = readYaml(text ?? empty.toString(), holdsSchema);
  if (read.kind === 'bad') return undefined;
  const before = read.value.holds.map(toHold);
  const after = edit(before);
  const list = read.document.get('holds', true);
  if (!isSeq(list)) return undefined;
  const kept = list.items.filter((_, index) => {
    const hold = before[index];
    return hold !== undefined && after.includes(hold);
  });
  const added = after
    .filter((hold) => !before.includes(hold))
    .map((hold) => read.document.createNode(fromHold(hold)));
  list.items = [...kept, ...added];
  list.flow = list.items.length === 0;
  const changed = read.document.toString(NO_FOLDING);
  return readHolds(changed).kind === 'good' ? changed : undefined;
}

function toHold({ since, until, project, environment, ...same }: HoldFile): Hold {
  return {
    ...same,
    ...(project !== undefined && { project }),
    ...(environment !== undefined && { environment }),
    sinceMs: Date.parse(since),
    ...(until !== undefined && { untilMs: Date.parse(until) }),
  };
}

function fromHold({
  id,
  kind,
  project,
  environment,
  by,
  reason,
  sinceMs,
  untilMs,
}: Hold): HoldFile {
  return {
    id,
    kind,
    ...(project !== undefined && { project }),
    ...(environment !== undefined && { environment }),
    by: named(by),
    reason: cutReason(reason),
    since: new Date(sinceMs).toISOString(),
    ...(untilMs !== undefined && { until: new Date(untilMs).toISOString() }),
  };
}
