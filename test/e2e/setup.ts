import { tmpdir } from 'node:os';
import path from 'node:path';
import { installGateway } from '#ports/gateway/embedded/install.ts';

/** Where the real gateway is, with its `node_modules`. Installed once per machine. */
export const GATEWAY_DIR =
  process.env['CODEFOUNDRY_TEST_GATEWAY_DIR'] ?? path.join(tmpdir(), 'codefoundry-test-gateway');

/** Installs the gateway before the first end-to-end test. */
export default async function setup(): Promise<void> {
  await installGateway({
    sourceDir: path.join(import.meta.dirname, '../../gateway'),
    targetDir: GATEWAY_DIR,
    node: process.execPath,
    environment: process.env,
    now: Date.now,
    onProgress({ sizeBytes, expectedBytes, elapsedMs }) {
      const megabytes = (bytes: number) => Math.round(bytes / 1e6);
      process.stdout.write(
        `\rInstalling the real gateway: ${megabytes(sizeBytes)} of about ${megabytes(expectedBytes)} MB, ${Math.round(elapsedMs / 1_000)} s `,
      );
    },
  });
}
