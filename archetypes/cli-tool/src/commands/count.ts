import { createReadStream } from 'node:fs';
import type { Command } from '../commands.ts';

const LINE_BREAK = '\n'.charCodeAt(0);

export const command: Command = {
  summary: 'Count bytes or lines of files, or of standard input',
  usage: '[--lines] [FILE]...',
  options: { lines: { type: 'boolean', short: 'l' } },
  async run({ words: files, options }, { input, print }) {
    const count = options['lines'] === true ? countLines : countBytes;
    if (files.length === 0) return print(`${await count(input)}\n`);
    for (const file of files) print(`${await count(createReadStream(file))} ${file}\n`);
  },
};

type Content = AsyncIterable<Uint8Array>;

async function countBytes(content: Content): Promise<number> {
  let count = 0;
  for await (const chunk of content) count += chunk.length;
  return count;
}

async function countLines(content: Content): Promise<number> {
  let count = 0;
  for await (const chunk of content) {
    for (const byte of chunk) if (byte === LINE_BREAK) count += 1;
  }
  return count;
}
