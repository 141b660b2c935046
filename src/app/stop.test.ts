import { expect, it } from 'vitest';
import { stopInOrder } from './stop.ts';

const never = () => new Promise<never>(() => undefined);

it('ends one part after another, the last even when others hang or fail', async () => {
  const ended: string[] = [];
  const logged: object[] = [];
  const part = (name: string, end: () => Promise<unknown> = async () => ended.push(name)) => ({
    name,
    deadlineMs: 20,
    end,
  });

  const unclean = await stopInOrder(
    [
      part('first'),
      part('hangs', never),
      part('fails', () => Promise.reject(new Error('no'))),
      part('last'),
    ],
    (_message, details) => logged.push(details),
  );

  expect(ended).toEqual(['first', 'last']);
  expect(unclean).toEqual(['hangs', 'fails']);
  expect(logged).toMatchObject([{ part: 'hangs' }, { part: 'fails' }]);
});
