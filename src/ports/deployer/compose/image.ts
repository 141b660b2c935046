import type { DeployOutcome } from '../port.ts';
import type { Docker } from './docker.ts';
import { taggedImage } from './values.ts';
import type { OwnService } from './allowed.ts';

/** What Docker says of an image. */
export interface ImageFacts {
  readonly id: string;
  /** `uid:gid` in numbers, when it is known and not root's. */
  readonly user: string | undefined;
  /** TCP ports that it says it listens on. */
  readonly ports: readonly number[];
  /** Directories that it wants to outlive its containers. */
  readonly volumes: readonly string[];
  readonly hasHealthCheck: boolean;
  /** It says itself that it writes to its root. */
  readonly writesRoot: boolean;
}

type Failed = Extract<DeployOutcome, { readonly kind: 'failed' }>;

/** Builds or pulls an image and keeps it under `name`. */
export async function makeImage(
  docker: Docker,
  service: Pick<OwnService, 'build' | 'image'>,
  { name, labels }: { readonly name: string; readonly labels: Readonly<Record<string, string>> },
  signal: AbortSignal,
): Promise<Failed | undefined> {
  const { build, image = '' } = service;
  if (build) return ran(await docker.work(buildArgv(build, name, labels), signal), signal);
  const wanted = taggedImage(image);
  const isHere =
    (await docker.run(['image', 'inspect', '--format={{.Id}}', wanted])).exitCode === 0;
  if (!isHere) {
    const failed = ran(await docker.work(['pull', '--quiet', wanted], signal), signal);
    if (failed) return failed;
  }
  await docker.read(['tag', wanted, name]);
  return undefined;
}

/** Pure: how an image is built. Later labels win over those of the Dockerfile. */
export function buildArgv(
  build: NonNullable<OwnService['build']>,
  name: string,
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  return [
    'build',
    '--force-rm',
    `--tag=${name}`,
    ...Object.entries(labels).map(([key, value]) => `--label=${key}=${value}`),
    ...(build.dockerfile === undefined ? [] : [`--file=${build.context}/${build.dockerfile}`]),
    ...(build.target === undefined ? [] : [`--target=${build.target}`]),
    ...Object.entries(build.arguments).map(([key, value]) => `--build-arg=${key}=${value}`),
    build.context,
  ];
}

function ran(
  result: { readonly exitCode: number | undefined; readonly output: string },
  signal: AbortSignal,
): Failed | undefined {
  signal.throwIfAborted();
  if (result.exitCode === 0) return undefined;
  const isFull = /no space left on device|cannot allocate memory/iu.test(result.output);
  return { kind: 'failed', reason: isFull ? 'full' : 'failed', tail: result.output };
}

interface Inspected {
  readonly Id: string;
  readonly Config: {
    readonly User?: string;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
    readonly Volumes?: Readonly<Record<string, unknown>> | null;
    readonly Healthcheck?: { readonly Test?: readonly string[] } | null;
    readonly Labels?: Readonly<Record<string, string>> | null;
  };
}

/** Asks Docker about the image. */
export async function imageFacts(docker: Docker, name: string): Promise<ImageFacts> {
  const text = await docker.read(['image', 'inspect', name]);
  const [{ Id: id, Config: config }] = JSON.parse(text) as [Inspected];
  const test = config.Healthcheck?.Test?.[0];
  return {
    id,
    user: await numericUser(docker, id, config.User ?? ''),
    ports: Object.keys(config.ExposedPorts ?? {}).flatMap((each) =>
      each.endsWith('/tcp') ? [Number.parseInt(each, 10)] : [],
    ),
    volumes: Object.keys(config.Volumes ?? {}),
    hasHealthCheck: test !== undefined && test !== 'NONE',
    writesRoot: config.Labels?.['codefoundry.read-only'] === 'false',
  };
}

/**
 * A user in numbers, as the image's own list has them, when that is not root. A name says nothing:
 * the project wrote the list, and may have given root another one.
 */
export async function numericUser(
  docker: Docker,
  image: string,
  user: string,
): Promise<string | undefined> {
  const [name = '', group] = user.split(':');
  if (name === '') return undefined;
  if (/^\d+$/u.test(name)) {
    const isNumber = group !== undefined && /^\d+$/u.test(group) && Number(group) > 0;
    return Number(name) > 0
      ? `${Number(name)}:${isNumber ? Number(group) : Number(name)}`
      : undefined;
  }
  const container = (await docker.read(['create', image, 'true'])).trim();
  try {
    // A tar archive of one file: a header of 512 bytes, then what it holds.
    const archive = await docker.run(['cp', `${container}:/etc/passwd`, '-']);
    for (const line of archive.stdout.slice(512).split('\n')) {
      const [each, , uid = '', gid = ''] = line.split(':');
      if (each !== name || !/^\d+$/u.test(uid) || !/^\d+$/u.test(gid)) continue;
      return Number(uid) > 0 ? `${Number(uid)}:${Number(gid) || Number(uid)}` : undefined;
    }
    return undefined;
  } finally {
    await docker.run(['rm', '--force', container]);
  }
}
