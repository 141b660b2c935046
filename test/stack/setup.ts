import { missingForDocker, startDockerd, type TestDocker } from './dockerd.ts';

let docker: TestDocker | undefined;

/** Starts a Docker for the tests that need one, unless `TEST_DOCKER_HOST` names one that is there. */
export async function setup(): Promise<void> {
  if (process.env['TEST_DOCKER_HOST']) return;
  const missing = missingForDocker();
  if (missing !== undefined) {
    process.stdout.write(`Tests with a real Docker are skipped: they need ${missing}.\n`);
    return;
  }
  docker = await startDockerd();
  process.env['TEST_DOCKER_HOST'] = docker.host;
}

/** Ends it, and leaves nothing of it. */
export async function teardown(): Promise<void> {
  await docker?.stop();
}
