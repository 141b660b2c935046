import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellQuote } from './shell-quote.ts';

test.each(['', 'plain', "it's", '$HOME `id` "x"', 'two\nlines', '-c', "'''", String.raw`\'`])(
  'a shell reads %j back as it was',
  (text) => {
    const script = `printf %s ${shellQuote(text)}`;
    expect(execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' })).toBe(text);
  },
);
