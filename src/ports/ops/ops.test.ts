import { opsContract } from './contract.ts';
import { memoryOps } from './memory.ts';

opsContract('memory', async () => {
  const ops = memoryOps();
  return {
    ops,
    reopen: async () => ops,
    edit: (changes) => ops.edit(changes),
    close: async () => undefined,
  };
});
