import { GatewayClientRequestError } from '@openclaw/gateway-client';
import { expect, it } from 'vitest';
import { toRefusal } from './refusal.ts';

const url = 'ws://gateway:18789';

function refused(details: object, code = 'NOT_PAIRED') {
  return new GatewayClientRequestError({ code, message: 'no', details });
}

it.each([
  [
    refused({ code: 'PAIRING_REQUIRED', reason: 'not-paired', requestId: 'abc-1' }),
    { code: 'pairing-of', requestId: 'abc-1' },
  ],
  [refused({ code: 'PAIRING_REQUIRED' }), { code: 'pairing' }],
  [refused({ code: 'AUTH_SCOPE_MISMATCH' }), { code: 'pairing' }],
  [refused({ code: 'AUTH_TOKEN_MISMATCH' }), { code: 'token', url }],
  [refused({ code: 'DEVICE_IDENTITY_REQUIRED' }), { code: 'device' }],
  [refused({ code: 'PROTOCOL_MISMATCH' }), { code: 'version', url, detail: 'no' }],
  [refused({}, 'INVALID_REQUEST'), { code: 'version', url, detail: 'no' }],
  [new Error('SECURITY ERROR: Cannot connect over plaintext'), { code: 'plaintext', url }],
  [new SyntaxError('Invalid URL'), { code: 'no-address', url }],
])('says why: %s', (error, reason) => {
  expect(toRefusal(error, url)).toEqual(reason);
});

it.each([
  [new Error('connect ECONNREFUSED 127.0.0.1:18789')],
  [refused({}, 'UNAVAILABLE')],
  [refused({ code: 'AUTH_RATE_LIMITED' })],
])('waits where nobody can do anything: %s', (error) => {
  expect(toRefusal(error, url)).toBeUndefined();
});
