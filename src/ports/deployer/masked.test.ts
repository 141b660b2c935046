import { expect, it } from 'vitest';
import { maskedDeployer } from './masked.ts';
import { memoryDeployer } from './memory.ts';
import { SETTINGS } from './contract.ts';

const target = { project: 'shop', environment: 'staging' };
const never = new AbortController().signal;
const masker = { mask: (text: string) => text.replaceAll('hush', '•••') };

it('shows no secret that a release printed, wherever it is shown', async () => {
  const memory = memoryDeployer(() => 1);
  const deployer = maskedDeployer(memory, masker);
  const commit = (id: string) => ({ id, sha: id, directory: '/none', commands: { checks: [] } });
  memory.behaves('b', { at: 'build', fails: { reason: 'failed', tail: 'hush', detail: 'hush!' } });
  expect(await deployer.build(target, commit('b'), SETTINGS, never)).toEqual({
    kind: 'failed',
    reason: 'failed',
    tail: '•••',
    detail: '•••!',
  });
  await deployer.build(target, commit('a'), SETTINGS, never);
  await deployer.start(target, 'a', SETTINGS, never);
  await deployer.switch(target, 'a');
  memory.prints(target, 'a hush');
  expect((await deployer.logs(target, { lines: 1 }))[0]?.text).toBe('a •••');
  for await (const { text } of deployer.follow(target, { lines: 1 }, never)) {
    expect(text).toBe('a •••');
    break;
  }
});
