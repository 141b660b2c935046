import { describe, expect, it } from 'vitest';
import { isInContainer } from './container.ts';

const bare = { exists: async () => false, read: async () => '0::/init.scope\n', environment: {} };

describe('a container', () => {
  it.each([
    ['a file of Docker', { ...bare, exists: async (file: string) => file === '/.dockerenv' }],
    [
      'a file of Podman',
      { ...bare, exists: async (file: string) => file === '/run/.containerenv' },
    ],
    ['a variable of Kubernetes', { ...bare, environment: { KUBERNETES_SERVICE_HOST: '10.0.0.1' } }],
    ['a variable of LXC', { ...bare, environment: { container: 'lxc' } }],
    ['its control group', { ...bare, read: async () => '4:cpu:/docker/0123abcd\n0::/\n' }],
  ])('is known by %s', async (_, signs) => {
    expect(await isInContainer(signs)).toBe(true);
  });

  it.each([
    '0::/init.scope\n',
    '0::/user.slice/user-1000.slice/session-2.scope\n',
    '',
    '0::/dockerish\n',
  ])('is nowhere by itself (%j)', async (text) => {
    expect(await isInContainer({ ...bare, read: async () => text })).toBe(false);
  });
});
