import { createHash } from 'node:crypto';
import type { ProjectCommands } from '#ports/workspace/port.ts';
import type { DeployProblem } from '../problem.ts';
import type { OwnService } from './allowed.ts';
import type { ImageFacts } from './image.ts';
import type { ReleaseRecord, ServicePlan } from './record.ts';

/** Who runs in a container whose image names nobody, or root. */
const NOBODY = '1001:1001';
/** Where a service listens that says nothing else. */
const USUAL_PORT = 8080;

/** What a service was built from and became. */
export interface MadeService {
  readonly own: OwnService;
  readonly image: ImageFacts;
  /** What the project's file asks for, in numbers, when that is not root. */
  readonly user: string | undefined;
}

/** How the services of a release run, and which of them people reach. */
export function planServices(
  made: Readonly<Record<string, MadeService>>,
  commands: Pick<ProjectCommands, 'health'>,
): Pick<ReleaseRecord, 'services' | 'web'> | { readonly unclear: DeployProblem } {
  const services = Object.fromEntries(
    Object.entries(made).map(([name, each]) => [name, planService(each)]),
  );
  const names = Object.keys(made);
  const marked = names.filter((name) => made[name]?.own.isWeb);
  const listening = names.filter((name) => made[name]?.own.port !== undefined);
  const [service, ...more] = marked.length > 0 ? marked : listening;
  if (more.length > 0)
    return { unclear: { code: 'many-ports', names: [service, ...more].join(', ') } };
  const [only] = names;
  const web = service ?? (names.length === 1 ? only : undefined);
  const port = web === undefined ? undefined : portOf(made[web], commands.health !== undefined);
  if (web === undefined || port === undefined) return { services };
  const { health } = commands;
  return {
    services,
    web: {
      service: web,
      port,
      ...(health === undefined
        ? {}
        : { healthPath: health.path, portVariable: health.portVariable }),
    },
  };
}

function portOf(made: MadeService | undefined, serves: boolean): number | undefined {
  if (made === undefined) return undefined;
  const { own, image } = made;
  return own.port ?? image.ports[0] ?? (serves ? USUAL_PORT : undefined);
}

function planService({ own, image, user }: MadeService): ServicePlan {
  const volumes = own.volumes.map(({ name, path, isReadOnly }) => ({
    name: name ?? nameOfPath(path),
    path,
    isReadOnly,
  }));
  const places = new Set([...volumes.map(({ path }) => path), ...own.tmpfs]);
  return {
    image: image.id,
    user: user ?? image.user ?? NOBODY,
    environment: own.environment,
    volumes: [
      ...volumes,
      ...image.volumes
        .filter((path) => !places.has(path))
        .map((path) => ({ name: nameOfPath(path), path, isReadOnly: false })),
    ],
    tmpfs: own.tmpfs.filter((path) => path !== '/tmp'),
    isReadOnly: own.isReadOnly ?? !image.writesRoot,
    isJob: own.isJob,
    kept: own.kept,
  };
}

/** Always the same for a path: the next release finds what this one wrote. */
function nameOfPath(path: string): string {
  return `path-${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
}

/**
 * Whether no two releases may run at once: of a worker both would do the same work, and two programs
 * that write into one volume destroy it.
 */
export function takesTurns(record: Pick<ReleaseRecord, 'services' | 'web'>): boolean {
  const plans = Object.values(record.services);
  return (
    record.web === undefined ||
    plans.some(({ volumes }) => volumes.some((each) => !each.isReadOnly))
  );
}
