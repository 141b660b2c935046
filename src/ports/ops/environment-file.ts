import { Document, isMap } from 'yaml';
import { shorten } from '#lib/text.ts';
import type { Desired, Environment, EnvironmentSettings, Person } from './port.ts';
import type { Complaint, OpsWhy } from './problem.ts';
import { type ReadYaml, readYaml } from './read-yaml.ts';
import {
  API_VERSION,
  type DesiredFile,
  type EnvironmentFile,
  environmentSchema,
} from './schema.ts';
import { fromSettings, toSettings } from './settings.ts';

const LONGEST_NAME = 100;
const LONGEST_OPERATION = 200;
/** Of what people write as a reason. */
const LONGEST_REASON = 1_000;
const NO_FOLDING = { lineWidth: 0 } as const;

/** The settings that a file can be without. */
export type Clearable = 'approval' | 'promoteFrom' | 'cpus' | 'memoryMiB' | 'hooks';

/** Reads the file of one environment. */
export function readEnvironment(
  text: string,
  project: string,
  name: string,
):
  | { readonly kind: 'good'; readonly environment: Environment }
  | { readonly kind: 'bad'; readonly problem: Complaint } {
  const read = readFile(text, name);
  if (read.kind === 'bad') return read;
  const { settings, desired } = read.value;
  const environment = {
    project,
    name,
    settings: toSettings(name, settings),
    ...(desired && { desired: toDesired(desired) }),
  };
  return { kind: 'good', environment };
}

/** The file of an environment that nobody has described, with every setting in it. */
export function newEnvironmentText(name: string): string {
  const settings = toSettings(name);
  const document = new Document({ apiVersion: API_VERSION, kind: 'Environment', settings: {} });
  for (const [key, value] of fromSettings(settings)) document.setIn(['settings', key], value);
  if (!settings.approval) document.setIn(['settings', 'approval'], 'none');
  document.commentBefore = ' What the keys mean: docs/how-to/ops-repository.md of CodeFoundry.';
  return document.toString(NO_FOLDING);
}

/** The same file with another desired state, or without one; `undefined` where that is not valid. */
export function withDesired(
  text: string,
  name: string,
  desired: Desired | undefined,
): string | undefined {
  const read = readFile(text, name);
  if (read.kind === 'bad') return undefined;
  if (!desired) read.document.delete('desired');
  else read.document.set('desired', read.document.createNode(fromDesired(desired)));
  const changed = read.document.toString(NO_FOLDING);
  return readFile(changed, name).kind === 'good' ? changed : undefined;
}

/** The same file with other settings; what is wrong, when it is not valid before or after. */
export function withSettings(
  text: string,
  name: string,
  settings: Partial<EnvironmentSettings>,
  cleared: readonly Clearable[] = [],
):
  | { readonly kind: 'good'; readonly text: string }
  | { readonly kind: 'bad'; readonly problem: Complaint } {
  const read = readFile(text, name);
  if (read.kind === 'bad') return read;
  const { document } = read;
  if (!isMap(document.get('settings', true))) document.set('settings', document.createNode({}));
  for (const [key, value] of fromSettings(settings)) {
    document.setIn(['settings', key], document.createNode(value));
  }
  for (const key of cleared) {
    if (key === 'approval') document.setIn(['settings', key], 'none');
    else document.deleteIn(['settings', key]);
  }
  const changed = document.toString(NO_FOLDING);
  const again = readFile(changed, name);
  return again.kind === 'bad' ? again : { kind: 'good', text: changed };
}

/** Reads it, and holds together what the schema cannot: one key against another. */
function readFile(text: string, name: string): ReadYaml<EnvironmentFile> {
  const read = readYaml(text, environmentSchema);
  if (read.kind === 'bad') return read;
  const problem = contradiction(name, read.value);
  return problem === undefined ? read : { kind: 'bad', problem };
}

function contradiction(name: string, { settings }: EnvironmentFile): Complaint | undefined {
  const wrong = (key: string, why: OpsWhy): Complaint => ({
    line: 1,
    key: `settings.${key}`,
    why,
  });
  if (!settings) return undefined;
  if (settings.promoteFrom === name) return wrong('promoteFrom', { code: 'other-environment' });
  if (settings.deployer === 'command' && !settings.hooks?.deploy)
    return wrong('hooks.deploy', { code: 'hook-missing' });
  const { approval } = settings;
  if (approval === undefined || approval === 'none') return undefined;
  return approval.remindBeforeMinutes < approval.expiresHours * 60
    ? undefined
    : wrong('approval.remindBeforeMinutes', { code: 'reminder-late' });
}

function toDesired({ at, requestedBy, approvedBy, pinned, ...same }: DesiredFile): Desired {
  return {
    ...same,
    requestedBy,
    atMs: Date.parse(at),
    ...(approvedBy && { approvedBy }),
    ...(pinned !== undefined && { pinned }),
  };
}

function fromDesired(desired: Desired): DesiredFile {
  const { revision, release, operation, requestedBy, approvedBy, pinned, atMs } = desired;
  return {
    revision,
    release,
    requestedBy: named(requestedBy),
    ...(approvedBy && { approvedBy: named(approvedBy) }),
    operation: operation.slice(0, LONGEST_OPERATION).toWellFormed(),
    at: new Date(atMs).toISOString(),
    ...(pinned !== undefined && { pinned: cutReason(pinned) }),
  };
}

/** A person as files name them: one line of bounded length. */
export function named({ id, name }: Person): Person {
  return { id, name: shorten(name, LONGEST_NAME) };
}

/** A reason as files keep it. */
export function cutReason(reason: string): string {
  const points = Array.from(reason.slice(0, 2 * LONGEST_REASON + 2).toWellFormed());
  const cut =
    points.length > LONGEST_REASON ? [...points.slice(0, LONGEST_REASON - 1), '…'] : points;
  return cut
    .join('')
    .replaceAll(/[^\P{C}\n]/gu, ' ')
    .trim();
}
