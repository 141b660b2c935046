import { z } from 'zod';
import { readYaml } from '#ports/ops/read-yaml.ts';
import { lineOf } from './yaml-lines.ts';

/** The line of `text`, a good YAML, where what is at `path` stands. */
export function lineIn(text: string, path: readonly string[]): number {
  const read = readYaml(text, z.unknown());
  return read.kind === 'good' ? lineOf(read.document, text, path) : 1;
}
