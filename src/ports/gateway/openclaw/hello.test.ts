import { expect, it } from 'vitest';
import { toLink } from './hello.ts';

const server = { version: '2026.9.1', bootId: 'boot', connId: 'connection' };

it('is up with all scopes, and says what is missing', () => {
  const auth = { scopes: ['operator.read', 'operator.write'] };
  expect(toLink({ server, auth }, ['operator.read'])).toEqual({
    kind: 'up',
    version: '2026.9.1',
    bootId: 'boot',
  });
  expect(toLink({ server, auth }, ['operator.admin'])).toMatchObject({
    kind: 'refused',
    reason: { code: 'scopes', scopes: expect.stringContaining('operator.admin') as string },
  });
});

it.each([undefined, null, 'hi', {}, { server: { version: 7 } }])(
  'is never up after a hello such as %j, and says what to run instead',
  (frame) => {
    expect(toLink(frame, [])).toMatchObject({
      kind: 'refused',
      reason: { code: 'greeting' },
    });
  },
);
