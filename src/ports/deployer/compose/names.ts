import type { Target } from '../port.ts';

/** What says of a container, an image, a network or a volume whose it is. */
export const LABELS = {
  project: 'codefoundry.project',
  environment: 'codefoundry.environment',
  release: 'codefoundry.release',
  sha: 'codefoundry.sha',
  service: 'codefoundry.service',
} as const;

/** Names of images that are ours: no project may build on those of another. */
export const IMAGES = 'codefoundry/';

/** The name that Compose keeps the containers of a release under. No part of it has a `_`. */
export function composeName({ project, environment }: Target, releaseId: string): string {
  return `cf_${project.replace('.', '_')}_${environment}_${releaseId}`.toLowerCase();
}

/** Under which name the image of a service is kept as long as the release is. */
export function imageName(target: Target, service: string, releaseId: string): string {
  const name = service.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-');
  return `${IMAGES}${target.project}/${target.environment}/s-${name}:${releaseId}`;
}

/** A volume that outlives the releases. */
export function volumeName({ project, environment }: Target, name: string): string {
  return `cf_${project.replace('.', '_')}_${environment}_data_${name}`;
}

/** The labels that everything of a release carries. */
export function labelsOf(target: Target, releaseId: string, sha: string): Record<string, string> {
  return {
    [LABELS.project]: target.project,
    [LABELS.environment]: target.environment,
    [LABELS.release]: releaseId,
    [LABELS.sha]: sha,
  };
}

/** Finds what a target has, or one release of it. */
export function filtersOf(target: Target, releaseId?: string): readonly string[] {
  return [
    `--filter=label=${LABELS.project}=${target.project}`,
    `--filter=label=${LABELS.environment}=${target.environment}`,
    ...(releaseId === undefined ? [] : [`--filter=label=${LABELS.release}=${releaseId}`]),
  ];
}
