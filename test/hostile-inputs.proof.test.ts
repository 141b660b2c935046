import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { afterAll, expect, it } from 'vitest';
import {
  isMade,
  isSlow,
  mainBeginnings,
  namesOf,
  RAN,
  readInputs,
  setUp,
  workplacesOf,
} from './hostile.ts';

const inputs = await readInputs();
await rm(RAN, { force: true });
const stage = await setUp();
const { world, things } = stage;
afterAll(() => world.close());

it.each(namesOf(world).filter((name) => !isSlow(name)))(
  '/%s answers every hostile input, and many of them behind what it is about',
  async (name) => {
    const places = workplacesOf(name);
    const before = await stage.outside(...places);
    for (const [at, beginning] of mainBeginnings(name, things).entries()) {
      // Behind what it is about, words come to the same code: every third is enough.
      const some = at === 0 ? inputs : inputs.filter((_, index) => index % 3 === at % 3);
      for (const { text } of some)
        if (!isMade(beginning, text)) await stage.answers(`${beginning} ${text}`);
    }
    expect(await stage.outside(...places)).toBe(before);
    expect(existsSync(RAN)).toBe(false);
  },
);
