import path from 'node:path';
import { parse } from 'yaml';
import { shorten } from '#lib/text.ts';
import type { DeployOutcome, ReleaseSource, Target } from '../port.ts';
import type { DeployProblem } from '../problem.ts';
import { type Allowed, allowedServices } from './allowed.ts';
import type { Docker } from './docker.ts';
import { imageFacts, makeImage, numericUser } from './image.ts';
import { imageName, LABELS, labelsOf } from './names.ts';
import { liesInside, readOwnFile } from './own-file.ts';
import { type MadeService, planServices } from './plan.ts';
import type { ReleaseRecord } from './record.ts';
import { type Refusal, refusal } from './refusal.ts';

type Failed = Extract<DeployOutcome, { readonly kind: 'failed' }>;

/** Builds every image of a release and says how it runs. Done again, Docker's cache makes it short. */
export async function buildRelease(
  docker: Docker,
  target: Target,
  source: ReleaseSource,
  options: {
    readonly variables: Readonly<Record<string, string>>;
    readonly nowMs: number;
    readonly signal: AbortSignal;
  },
): Promise<Failed | { readonly kind: 'built'; readonly record: ReleaseRecord }> {
  const found = await findServices(docker, source.directory, options.variables);
  if (found.kind === 'refused') return unsupported(found.why);
  const made: Record<string, MadeService> = {};
  for (const [name, own] of Object.entries(found.services)) {
    const image = imageName(target, name, source.id);
    const labels = { ...labelsOf(target, source.id, source.sha), [LABELS.service]: name };
    const failed = await makeImage(docker, own, { name: image, labels }, options.signal);
    if (failed) return failed;
    const facts = await imageFacts(docker, image);
    const user = own.user === undefined ? undefined : await numericUser(docker, facts.id, own.user);
    made[name] = { own, image: facts, user };
  }
  const plan = planServices(made, source.commands);
  if ('unclear' in plan) return unsupported(plan.unclear);
  const { id, sha } = source;
  return { kind: 'built', record: { id, sha, builtAtMs: options.nowMs, ...plan } };
}

/** A project's own Compose file, else its Dockerfile. */
async function findServices(
  docker: Docker,
  directory: string,
  variables: Readonly<Record<string, string>>,
): Promise<Allowed | Refusal> {
  const own = await readOwnFile(directory);
  if (own === undefined) return dockerfileService(directory);
  if (own.kind === 'refused') return own;
  // It gets what was checked, not the file: nothing can be read into it in another way.
  const args = ['--project-name', 'codefoundry', 'config'];
  const { exitCode, stdout, stderr } = await docker.compose(args, own.content, {
    directory,
    variables,
  });
  if (exitCode !== 0)
    return refusal({ code: 'not-resolved', file: own.file, said: lastLine(stderr) });
  return allowedServices(directory, own.file, unescaped(parse(stdout)));
}

async function dockerfileService(directory: string): Promise<Allowed | Refusal> {
  if (!(await liesInside(directory, path.join(directory, 'Dockerfile'))))
    return refusal({ code: 'no-container-file' });
  const app = {
    build: { context: directory, arguments: {} },
    isWeb: false,
    environment: {},
    volumes: [],
    tmpfs: [],
    isJob: false,
    kept: {},
  };
  return { kind: 'allowed', services: { app } };
}

/** What Compose prints can be given to it again: a `$` is written twice. */
function unescaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('$$', '$');
  if (Array.isArray(value)) return value.map(unescaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, unescaped(each)]));
}

function lastLine(text: string): string {
  return shorten(text.trim().split('\n').at(-1) ?? '', 500);
}

function unsupported(why: DeployProblem): Failed {
  return { kind: 'failed', reason: 'unsupported', why: [why], tail: '' };
}
