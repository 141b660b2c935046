import { GatewayClientRequestError } from '@openclaw/gateway-client';
import { expect, it } from 'vitest';
import { toAdvice } from './refusal.ts';

const url = 'ws://gateway:18789';

function refused(details: object, code = 'NOT_PAIRED') {
  return new GatewayClientRequestError({ code, message: 'no', details });
}

it.each([
  [
    refused({ code: 'PAIRING_REQUIRED', reason: 'not-paired', requestId: 'abc-1' }),
    'openclaw devices approve abc-1',
  ],
  [refused({ code: 'PAIRING_REQUIRED' }), 'openclaw devices list'],
  [refused({ code: 'AUTH_SCOPE_MISMATCH' }), 'openclaw devices approve'],
  [refused({ code: 'AUTH_TOKEN_MISMATCH' }), 'GATEWAY_TOKEN'],
  [refused({ code: 'DEVICE_IDENTITY_REQUIRED' }), 'GATEWAY_TOKEN'],
  [refused({ code: 'PROTOCOL_MISMATCH' }), 'protocol 4'],
  [refused({}, 'INVALID_REQUEST'), '2026.9'],
  [new Error('SECURITY ERROR: Cannot connect over plaintext'), 'wss://'],
  [new SyntaxError('Invalid URL'), 'GATEWAY_URL'],
])('advises what mends %s', (error, advice) => {
  expect(toAdvice(error, url)).toContain(advice);
});

it.each([
  [new Error('connect ECONNREFUSED 127.0.0.1:18789')],
  [refused({}, 'UNAVAILABLE')],
  [refused({ code: 'AUTH_RATE_LIMITED' })],
])('waits where nobody can do anything: %s', (error) => {
  expect(toAdvice(error, url)).toBeUndefined();
});
