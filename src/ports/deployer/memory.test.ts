import { type Behaviour, memoryDeployer } from './memory.ts';
import { type Doing, deployerContract } from './contract.ts';

const DOES: Readonly<Record<Doing, Behaviour>> = {
  well: 'well',
  'build-fails': { at: 'build', fails: { reason: 'failed', tail: 'build-fails' } },
  exits: { at: 'start', fails: { reason: 'exited', tail: 'exits' } },
  'exits-late': { at: 'start', fails: { reason: 'exited', tail: '' } },
  'never-well': { at: 'start', fails: { reason: 'unwell', tail: '' } },
  hangs: { at: 'start', hangs: true },
  'no-start': {
    at: 'build',
    fails: { reason: 'unsupported', why: [{ code: 'no-start' }], tail: '' },
  },
};

deployerContract('memory', async () => {
  let clock = 1_000;
  const deployer = memoryDeployer(() => (clock += 1));
  const target = { project: 'shop', environment: 'staging' };
  let commits = 0;
  return {
    deployer,
    target,
    again: () => deployer,
    async source(id, doing) {
      const sha = `${(commits += 1)}`.padStart(40, 'a');
      deployer.behaves(sha, DOES[doing]);
      return { id, sha, directory: '/none', commands: { checks: [] } };
    },
    async ask() {
      const live = deployer.answers(target);
      return (await deployer.releases(target)).find(({ id }) => id === live)?.sha;
    },
    print: async (text) => deployer.prints(target, text),
    close: async () => undefined,
  };
});
