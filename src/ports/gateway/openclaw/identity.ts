import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { GatewayClientHostDeps, GatewayClientOptions } from '@openclaw/gateway-client';

const ED25519_RAW_BYTES = 32;
const failure = z.object({ code: z.string() });

/** What the client needs to sign the gateway's challenge as one lasting device. */
export interface Identity {
  readonly deviceIdentity: NonNullable<GatewayClientOptions['deviceIdentity']>;
  readonly hostDeps: GatewayClientHostDeps;
}

/**
 * The device kept in `file`, made there (readable by us alone) when there is none. A gateway that
 * is not on this machine grants nothing to a client without one.
 */
export function loadIdentity(file: string): Identity {
  const privateKeyPem = readKey(file) ?? makeKey(file);
  const publicKey = createPublicKey(createPrivateKey(privateKeyPem));
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-ED25519_RAW_BYTES);
  return {
    deviceIdentity: {
      deviceId: createHash('sha256').update(raw).digest('hex'),
      privateKeyPem,
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    },
    hostDeps: {
      signDevicePayload: (pem, payload) =>
        sign(null, Buffer.from(payload), createPrivateKey(pem)).toString('base64url'),
      publicKeyRawBase64UrlFromPem: () => raw.toString('base64url'),
    },
  };
}

function readKey(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (failure.safeParse(error).data?.code === 'ENOENT') return undefined;
    throw error;
  }
}

function makeKey(file: string): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // `wx`: two processes that start at once must not each believe in their own key.
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  return pem;
}
