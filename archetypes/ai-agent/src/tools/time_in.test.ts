import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeIn, tool } from './time_in.ts';

test('time_in tells date and time of the place', () => {
  const moment = new Date('2026-01-31T23:30:00Z');

  assert.match(timeIn('UTC', moment), /^Saturday,? 31 January 2026 at 23:30:00 UTC$/);
  assert.match(timeIn('Asia/Tokyo', moment), /^Sunday,? 1 February 2026 at 08:30:00 (GMT\+9|JST)$/);
});

test('time_in means UTC when it is not told where, and knows no invented places', () => {
  assert.deepEqual(tool.parameters.parse({}), { zone: 'UTC' });
  assert.match(String(tool.run({ zone: 'UTC' }, new AbortController().signal)), / UTC$/);
  assert.throws(() => timeIn('Mars/Olympus', new Date()), RangeError);
});
