import { verify } from 'node:crypto';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadIdentity } from './identity.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'identity-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('is the same device again, from a file that only we can read', async () => {
  const file = join(directory, 'gateway', 'device.pem');

  const first = loadIdentity(file);

  expect(loadIdentity(file).deviceIdentity).toEqual(first.deviceIdentity);
  expect(first.deviceIdentity.deviceId).toMatch(/^[0-9a-f]{64}$/u);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

it('signs so that its public key proves it', () => {
  const { deviceIdentity, hostDeps } = loadIdentity(join(directory, 'device.pem'));

  const signature = hostDeps.signDevicePayload?.(deviceIdentity.privateKeyPem, 'v3|payload') ?? '';

  const bytes = Buffer.from(signature, 'base64url');
  expect(verify(null, Buffer.from('v3|payload'), deviceIdentity.publicKeyPem, bytes)).toBe(true);
});

it('does not replace a key that it cannot read', async () => {
  const file = join(directory, 'device.pem');
  await writeFile(file, 'damaged');

  expect(() => loadIdentity(file)).toThrow(/unsupported|asn1|decoder/iu);
});
