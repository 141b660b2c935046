import type { EnvironmentSettings } from './port.ts';
import { NO_SETTINGS, type SettingsFile } from './schema.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/**
 * What a file says of an environment of that name. Where it says nothing of approval, only `staging`
 * goes without: whoever forgets the line must not have opened production by it.
 */
export function toSettings(name: string, file: SettingsFile = NO_SETTINGS): EnvironmentSettings {
  const { approval = name === 'staging' ? 'none' : {} } = file;
  const asked = {
    role: 'releaser' as const,
    expiresHours: 24,
    remindBeforeMinutes: 60,
    ...(approval === 'none' ? {} : approval),
  };
  const { hooks } = file;
  return {
    deployer: file.deployer,
    ...(approval !== 'none' && {
      approval: {
        role: asked.role,
        expiresMs: Math.round(asked.expiresHours * HOUR_MS),
        remindBeforeMs: Math.round(asked.remindBeforeMinutes * MINUTE_MS),
      },
    }),
    ...(file.promoteFrom !== undefined && { promoteFrom: file.promoteFrom }),
    healthTimeoutMs: Math.round(file.healthTimeoutSeconds * SECOND_MS),
    readinessDelayMs: Math.round(file.readinessDelaySeconds * SECOND_MS),
    drainTimeoutMs: Math.round(file.drainTimeoutSeconds * SECOND_MS),
    keepReleases: file.keepReleases,
    ...(file.cpus !== undefined && { cpus: file.cpus }),
    ...(file.memoryMiB !== undefined && { memoryMiB: file.memoryMiB }),
    variables: file.variables,
    ...(hooks && { hooks: toHooks(hooks) }),
  };
}

type Hooks = NonNullable<EnvironmentSettings['hooks']>;

function toHooks(file: NonNullable<SettingsFile['hooks']>): Hooks {
  const hooks = Object.entries(file).flatMap(([name, argv]) => {
    const [program, ...more] = argv ?? [];
    return program === undefined ? [] : [[name, [program, ...more] as const] as const];
  });
  return Object.fromEntries(hooks);
}

/** The settings as a file says them, by key; only those that are given. */
export function fromSettings(settings: Partial<EnvironmentSettings>): ReadonlyMap<string, unknown> {
  const { approval, healthTimeoutMs, readinessDelayMs, drainTimeoutMs, ...same } = settings;
  const seconds = { healthTimeoutMs, readinessDelayMs, drainTimeoutMs };
  const rows: readonly (readonly [string, unknown])[] = [
    ['deployer', same.deployer],
    [
      'approval',
      approval && {
        role: approval.role,
        expiresHours: approval.expiresMs / HOUR_MS,
        remindBeforeMinutes: approval.remindBeforeMs / MINUTE_MS,
      },
    ],
    ['promoteFrom', same.promoteFrom],
    ...Object.entries(seconds).map(
      ([name, ms]) =>
        [name.replace(/Ms$/u, 'Seconds'), ms === undefined ? undefined : ms / SECOND_MS] as const,
    ),
    ['keepReleases', same.keepReleases],
    ['cpus', same.cpus],
    ['memoryMiB', same.memoryMiB],
    ['variables', same.variables],
    ['hooks', same.hooks],
  ];
  return new Map(rows.filter(([, value]) => value !== undefined));
}
