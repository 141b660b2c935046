import { GatewayClientRequestError } from '@openclaw/gateway-client';
import {
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from '@openclaw/gateway-protocol/connect-error-details';
import type { RefusedReason } from '#kernel/refused-reason.ts';

/**
 * Why a gateway that answers will not serve us. Absent when waiting is all there is to do, as with a
 * gateway that is down or starting.
 */
export function toRefusal(error: Error, url: string): RefusedReason | undefined {
  const detail = error.message;
  if (detail.includes('SECURITY ERROR')) return { code: 'plaintext', url };
  if (error instanceof SyntaxError || error instanceof TypeError)
    return { code: 'no-address', url };
  if (!(error instanceof GatewayClientRequestError)) return undefined;
  const code = readConnectErrorDetailCode(error.details) ?? '';
  if (code === 'PAIRING_REQUIRED') return pairing(error.details);
  if (code === 'AUTH_SCOPE_MISMATCH') return { code: 'pairing' };
  if (code === 'AUTH_RATE_LIMITED') return undefined;
  if (code === 'PROTOCOL_MISMATCH' || code === 'CLIENT_VERSION_MISMATCH')
    return { code: 'version', url, detail };
  if (code.startsWith('AUTH_')) return { code: 'token', url };
  if (code.includes('DEVICE_')) return { code: 'device' };
  return error.gatewayCode === 'INVALID_REQUEST' ? { code: 'version', url, detail } : undefined;
}

function pairing(details: unknown): RefusedReason {
  const requestId = readPairingConnectErrorDetails(details)?.requestId;
  return requestId === undefined ? { code: 'pairing' } : { code: 'pairing-of', requestId };
}
