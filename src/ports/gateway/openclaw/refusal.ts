import { GatewayClientRequestError } from '@openclaw/gateway-client';
import {
  readConnectErrorDetailCode,
  readPairingConnectErrorDetails,
} from '@openclaw/gateway-protocol/connect-error-details';

/**
 * What mends a gateway that answers but will not serve us: one command or one setting. Absent when
 * waiting is all there is to do, as with a gateway that is down or starting.
 */
export function toAdvice(error: Error, url: string): string | undefined {
  if (error.message.includes('SECURITY ERROR'))
    return `Use wss:// in GATEWAY_URL instead of ${url}, or, on a private network only, set OPENCLAW_ALLOW_INSECURE_PRIVATE_WS=1.`;
  if (error instanceof SyntaxError || error instanceof TypeError)
    return `Set GATEWAY_URL to an address such as ws://127.0.0.1:18789; ${url} is none.`;
  if (!(error instanceof GatewayClientRequestError)) return undefined;
  const code = readConnectErrorDetailCode(error.details) ?? '';
  if (code === 'PAIRING_REQUIRED') return pairingAdvice(error.details);
  if (code === 'AUTH_SCOPE_MISMATCH') return pairingAdvice(undefined);
  if (code === 'AUTH_RATE_LIMITED') return undefined;
  if (code === 'PROTOCOL_MISMATCH' || code === 'CLIENT_VERSION_MISMATCH')
    return `Run an OpenClaw of 2026.9 (wire protocol 4) at ${url}: ${error.message}`;
  if (code.startsWith('AUTH_'))
    return `Set GATEWAY_TOKEN to the token of the gateway at ${url} (its gateway.auth.token or OPENCLAW_GATEWAY_TOKEN).`;
  if (code.includes('DEVICE_'))
    return `Set GATEWAY_TOKEN; if it is set, run on the gateway's machine: openclaw devices list`;
  return error.gatewayCode === 'INVALID_REQUEST'
    ? `Run an OpenClaw of 2026.9 at ${url}: ${error.message}`
    : undefined;
}

/** The same for a gateway that lets us in but grants less than we ask for. */
export function toScopeAdvice(missing: readonly string[]): string {
  return (
    `The gateway grants no ${missing.join(', ')}. Run on its machine: openclaw devices list, ` +
    `then: openclaw devices approve <requestId>`
  );
}

function pairingAdvice(details: unknown): string {
  const requestId = readPairingConnectErrorDetails(details)?.requestId;
  return requestId === undefined
    ? `Run on the gateway's machine: openclaw devices list, then: openclaw devices approve <requestId>`
    : `Run on the gateway's machine: openclaw devices approve ${requestId}`;
}
