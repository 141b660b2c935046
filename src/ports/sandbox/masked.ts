import type { Masker } from '#lib/mask/masker.ts';
import type { Sandbox, TreeSandbox } from './port.ts';

/** A sandbox whose output is masked before anybody cuts a piece out of it. */
export function maskedSandbox(sandbox: Sandbox, masker: Pick<Masker, 'mask'>): Sandbox {
  return {
    ...sandbox,
    async run(directory, argv, options) {
      const ran = await sandbox.run(directory, argv, options);
      return { ...ran, output: masker.mask(ran.output) };
    },
  };
}

/** The same for trees that are no projects. */
export function maskedTrees(trees: TreeSandbox, masker: Pick<Masker, 'mask'>): TreeSandbox {
  return {
    ...trees,
    async run(tree, argv, options) {
      const ran = await trees.run(tree, argv, options);
      return { ...ran, output: masker.mask(ran.output) };
    },
  };
}
