import type { RefusedKey } from '../problem.ts';
import { liesInside } from './own-file.ts';
import { isRecord, type Refusal, refusal } from './refusal.ts';
import { isNameOfOurs, readPort, readVolume } from './values.ts';

/** What one service of a project's own file asks for, after everything else was refused. */
export interface OwnService {
  /** Built from the tree; absolute paths, inside of it. */
  readonly build?: {
    readonly context: string;
    readonly dockerfile?: string;
    readonly target?: string;
    readonly arguments: Readonly<Record<string, string>>;
  };
  /** Pulled where nothing is built; with its tag or digest. */
  readonly image?: string;
  /** The port that people reach, inside the container. */
  readonly port?: number;
  /** Says by its label that it is the one people reach. */
  readonly isWeb: boolean;
  readonly user?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly {
    readonly name?: string;
    readonly path: string;
    readonly isReadOnly: boolean;
  }[];
  readonly tmpfs: readonly string[];
  readonly isReadOnly?: boolean;
  readonly isJob: boolean;
  readonly kept: Readonly<Record<string, unknown>>;
}

/** What may be built and run. */
export interface Allowed {
  readonly kind: 'allowed';
  readonly services: Readonly<Record<string, OwnService>>;
}

/** They stand in the document as they are. */
const KEPT = new Set(
  `command entrypoint working_dir depends_on healthcheck init stop_signal stop_grace_period expose
   shm_size tty mem_limit cpus`.split(/\s+/u),
);
/** They are read here, or say what we say ourselves. */
const READ = new Set(
  `build image ports user environment volumes tmpfs read_only restart labels networks
   cap_drop pids_limit memswap_limit logging platform`.split(/\s+/u),
);
const WHY: Readonly<Record<string, RefusedKey>> = {
  privileged: 'rights',
  network_mode: 'network',
  pid: 'processes',
  ipc: 'shared-memory',
  devices: 'devices',
  cap_add: 'capabilities',
  security_opt: 'container-rules',
  container_name: 'container-name',
};
/** Compose 1 and 2 write these into what they resolve though nobody asked for them. */
const EMPTY = (value: unknown) =>
  value === null ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (isRecord(value) && Object.keys(value).length === 0);

/** Takes from the resolved file what a release may ask for, and refuses it when it asks for more. */
export async function allowedServices(
  directory: string,
  file: string,
  resolved: unknown,
): Promise<Allowed | Refusal> {
  if (!isRecord(resolved) || !isRecord(resolved['services']))
    return refusal({ code: 'missing', file, key: 'services' });
  for (const kind of ['volumes', 'networks', 'secrets', 'configs'] as const) {
    const found = outsideKey(kind, resolved[kind]);
    if (found) return refusal({ code: 'not-allowed', file, key: `${kind}.${found}` });
  }
  const services: Record<string, OwnService> = {};
  for (const [name, service] of Object.entries(resolved['services'])) {
    const key = `services.${name}`;
    if (!/^[a-zA-Z0-9][\w.-]{0,62}$/u.test(name) || !isRecord(service))
      return refusal({ code: 'no-service', file, key });
    const read = await readService(directory, service);
    if ('code' in read) return refusal({ ...read, file, key: `${key}.${read.key}` });
    services[name] = read;
  }
  return { kind: 'allowed', services };
}

/** Volumes and networks are ours: local, and nobody else's. */
function outsideKey(kind: string, value: unknown): string | undefined {
  if (!isRecord(value)) return undefined;
  for (const [name, settings] of Object.entries(value)) {
    if (kind === 'secrets' || kind === 'configs') return name;
    if (!isRecord(settings)) continue;
    for (const [key, each] of Object.entries(settings)) {
      const isUsual = key === 'driver' && (each === 'local' || each === 'bridge');
      // Compose 2 writes the name that it would choose; we choose another.
      if (!isUsual && !EMPTY(each) && !['name', 'labels'].includes(key)) return `${name}.${key}`;
    }
  }
  return undefined;
}

function isOurRule(rule: unknown): boolean {
  return rule === 'no-new-privileges' || rule === 'no-new-privileges:true';
}

interface Wrong {
  readonly key: string;
  readonly code: RefusedKey;
}

async function readService(
  directory: string,
  service: Readonly<Record<string, unknown>>,
): Promise<OwnService | Wrong> {
  for (const [key, value] of Object.entries(service)) {
    if (KEPT.has(key) || READ.has(key) || EMPTY(value)) continue;
    if (key === 'security_opt' && [value].flat().every(isOurRule)) continue;
    return { key, code: WHY[key] ?? 'not-allowed' };
  }
  const build = await readBuild(directory, service['build']);
  if (build && 'code' in build) return build;
  const image = service['image'];
  if (build === undefined) {
    if (typeof image !== 'string') return { key: 'image', code: 'missing' };
    if (isNameOfOurs(image)) return { key: 'image', code: 'image-of-release' };
  }
  const volumes = [];
  const tmpfs = [service['tmpfs'] ?? []].flat().map(String);
  for (const each of [service['volumes'] ?? []].flat()) {
    const volume = readVolume(each);
    if (volume === undefined) return { key: 'volumes', code: 'volume-of-machine' };
    if (volume.kind === 'tmpfs') tmpfs.push(volume.path);
    else volumes.push(volume);
  }
  const ports = [service['ports'] ?? []].flat().map(readPort);
  const labels = readTexts(service['labels']);
  const [port] = ports;
  return {
    ...(build === undefined ? { image: String(image) } : { build }),
    ...(port === undefined ? {} : { port }),
    isWeb: labels['codefoundry.web'] === 'true',
    ...(isText(service['user']) ? { user: `${service['user']}` } : {}),
    environment: readTexts(service['environment']),
    volumes,
    tmpfs,
    ...(typeof service['read_only'] === 'boolean' ? { isReadOnly: service['read_only'] } : {}),
    isJob: service['restart'] === 'no' || service['restart'] === false,
    kept: Object.fromEntries(
      Object.entries(service).filter(([key, value]) => KEPT.has(key) && value !== null),
    ),
  };
}

const BUILD_KEYS = new Set(['context', 'dockerfile', 'target', 'args', 'labels']);

async function readBuild(
  directory: string,
  value: unknown,
): Promise<OwnService['build'] | Wrong | undefined> {
  if (value === undefined || value === null) return undefined;
  const build: Readonly<Record<string, unknown>> = isRecord(value) ? value : { context: value };
  for (const [key, each] of Object.entries(build))
    if (!BUILD_KEYS.has(key) && !EMPTY(each)) return { key: `build.${key}`, code: 'not-allowed' };
  const { context, dockerfile, target } = build;
  if (typeof context !== 'string' || !(await liesInside(directory, context)))
    return { key: 'build.context', code: 'no-directory-of-project' };
  const hasFile = typeof dockerfile === 'string';
  if (hasFile && !(await liesInside(directory, `${context}/${dockerfile}`)))
    return { key: 'build.dockerfile', code: 'no-file-of-project' };
  return {
    context,
    ...(hasFile ? { dockerfile } : {}),
    ...(typeof target === 'string' ? { target } : {}),
    arguments: readTexts(build['args']),
  };
}

/** `{ A: 1 }` and `['A=1']` alike; a name without a value would be one of ours. */
function readTexts(value: unknown): Record<string, string> {
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((each) => {
        const [name = '', ...rest] = String(each).split('=');
        return [name, rest.length === 0 ? null : rest.join('=')];
      })
    : Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(
    entries.flatMap(([name, each]) => (isText(each) ? [[name, `${each}`]] : [])),
  );
}

function isText(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
