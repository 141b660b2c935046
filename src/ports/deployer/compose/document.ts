import type { DeployerSettings, Target } from '../port.ts';
import { LABELS, labelsOf, volumeName } from './names.ts';
import type { ReleaseRecord, ServicePlan } from './record.ts';

/** A container may have so many processes and threads. */
const MOST_PROCESSES = 512;

/**
 * The document that Compose starts a release from. Nothing of a project stands in it that was not
 * allowed by name; how much it may use and what it may not do is ours.
 */
export function composeDocument(
  target: Target,
  record: ReleaseRecord,
  settings: DeployerSettings,
  hostPort: number | undefined,
): object {
  const names = Object.values(record.services).flatMap(({ volumes }) =>
    volumes.map(({ name }) => name),
  );
  const labels = { [LABELS.project]: target.project, [LABELS.environment]: target.environment };
  return {
    services: mapValues(record.services, (plan, name) =>
      service(target, record, settings, { name, plan, hostPort }),
    ),
    networks: { default: { labels } },
    volumes: Object.fromEntries(
      names.map((name) => [name, { name: escape(volumeName(target, name)), labels }]),
    ),
  };
}

function service(
  target: Target,
  record: ReleaseRecord,
  settings: DeployerSettings,
  {
    name,
    plan,
    hostPort,
  }: {
    readonly name: string;
    readonly plan: ServicePlan;
    readonly hostPort: number | undefined;
  },
): object {
  const web = record.web?.service === name ? record.web : undefined;
  const port =
    web === undefined
      ? {}
      : { HOST: '0.0.0.0', ...(web.portVariable ? { [web.portVariable]: `${web.port}` } : {}) };
  return {
    ...(escaped(plan.kept) as object),
    image: plan.image,
    user: plan.user,
    environment: escaped({ ...plan.environment, ...settings.variables, ...port }),
    ...(web === undefined || hostPort === undefined
      ? {}
      : // On loopback: people come through the proxy. The number stays over restarts.
        { ports: [`127.0.0.1:${hostPort}:${web.port}`] }),
    volumes: plan.volumes.map(({ name, path, isReadOnly }) => ({
      type: 'volume',
      source: name,
      target: escape(path),
      read_only: isReadOnly,
    })),
    tmpfs: ['/tmp', ...plan.tmpfs.map(escape)],
    read_only: plan.isReadOnly,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    pids_limit: MOST_PROCESSES,
    ...(settings.cpus === undefined ? {} : { cpus: settings.cpus }),
    ...(settings.memoryMiB === undefined
      ? {}
      : { mem_limit: `${settings.memoryMiB}m`, memswap_limit: `${settings.memoryMiB}m` }),
    // Also after the machine was started anew, unless we stopped it.
    restart: plan.isJob ? 'no' : 'unless-stopped',
    logging: { driver: 'json-file', options: { 'max-size': '10m', 'max-file': '3' } },
    labels: { ...labelsOf(target, record.id, record.sha), [LABELS.service]: escape(name) },
  };
}

/** Compose reads `$NAME` in every text as a variable; two of them are one. */
function escape(text: string): string {
  return text.replaceAll('$', '$$$$');
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escape(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return mapValues(value as Readonly<Record<string, unknown>>, escaped);
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  map: (value: Value, key: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
