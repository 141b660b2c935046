import { missingForDocker, startDockerd } from './dockerd.ts';

/** Starts a Docker for the tests that need one; `DOCKER_HOST` of a test's own says which it is. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env['TEST_DOCKER_HOST']) return undefined;
  const missing = missingForDocker();
  if (missing !== undefined) {
    process.stdout.write(`Tests with a real Docker are skipped: they need ${missing}.\n`);
    return undefined;
  }
  const docker = await startDockerd();
  process.env['TEST_DOCKER_HOST'] = docker.host;
  return docker.stop;
}
