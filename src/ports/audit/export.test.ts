import { assert, constantFrom, jsonValue, nat, pre, property } from 'fast-check';
import { expect, it } from 'vitest';
import { bodyOf, canonical, GENESIS, hashOf } from './chain.ts';
import { checkExport, exportAudit } from './export.ts';
import type { AuditLine } from './port.ts';

async function exported(count: number): Promise<string[]> {
  const lines: AuditLine[] = [];
  let last = GENESIS;
  for (let seq = 1; seq <= count; seq += 1) {
    const entry = {
      atMs: seq,
      actor: { id: 7, name: 'Alice' },
      kind: 'command',
      command: `c${seq}`,
      verdict: 'allowed',
    } as const;
    last = { seq, hash: hashOf(last.hash, bodyOf(entry, seq)) };
    lines.push({ entry, ...last });
  }
  const { text } = await exportAudit(
    {
      after: async (seq, limit) => lines.filter((line) => line.seq > seq).slice(0, limit),
      ends: async () => ({ anchor: GENESIS, head: last }),
    },
    1_000,
  );
  return text.trimEnd().split('\n');
}

const check = (rows: readonly string[]) => checkExport(rows.join('\n'));

it('finds which line was changed', async () => {
  const rows = await exported(9);
  rows[4] = rows[4]!.replace('"c4"', '"c5"');
  expect(check(rows)).toEqual({ kind: 'broken', brokenAt: { seq: 4, why: 'changed' } });
});

it('finds a changed line whose hash was made anew, at the next one', async () => {
  const rows = await exported(9);
  const { hash: _hash, ...entry } = JSON.parse(rows[4]!) as Record<string, unknown>;
  const { hash } = JSON.parse(rows[3]!) as { hash: string };
  const forged = { ...entry, command: 'other' };
  rows[4] = canonical({ ...forged, hash: hashOf(hash, canonical(forged)) });
  expect(check(rows)).toEqual({ kind: 'broken', brokenAt: { seq: 5, why: 'changed' } });
});

it('finds which line is missing, at the front, in the middle and at the end', async () => {
  const rows = await exported(9);
  expect(check(rows.toSpliced(4, 1))).toMatchObject({ brokenAt: { seq: 4, why: 'missing' } });
  expect(check(rows.toSpliced(1, 1))).toMatchObject({ brokenAt: { seq: 1, why: 'missing' } });
  expect(check(rows.toSpliced(9, 1))).toMatchObject({ brokenAt: { seq: 9, why: 'shortened' } });
  expect(check(rows.slice(0, -1))).toMatchObject({ brokenAt: { seq: 10, why: 'shortened' } });
});

it('finds lines in another order, lines that are there twice, and lines that are none', async () => {
  const rows = await exported(9);
  const swapped = rows.with(4, rows[5]!).with(5, rows[4]!);
  expect(check(swapped)).toMatchObject({ brokenAt: { seq: 4, why: 'reordered' } });
  const twice = rows.toSpliced(5, 0, rows[4]!);
  expect(check(twice)).toMatchObject({ brokenAt: { seq: 5, why: 'reordered' } });
  expect(check(rows.with(4, '{'))).toMatchObject({ brokenAt: { seq: 4, why: 'unreadable' } });
  expect(check([])).toMatchObject({ brokenAt: { why: 'unreadable' } });
});

it('does not mind another order of fields or other line ends', async () => {
  const rows = await exported(3);
  const { seq, ...rest } = JSON.parse(rows[2]!) as Record<string, unknown>;
  rows[2] = JSON.stringify({ ...rest, seq }, null, ' ').replaceAll('\n', ' ');
  expect(checkExport(`${rows.join('\r\n')}\r\n`)).toMatchObject({ kind: 'whole', lines: 3 });
});

it('finds any change of one character that changes the meaning', async () => {
  const rows = await exported(4);
  const text = rows.join('\n');
  assert(
    property(nat(text.length - 1), constantFrom('0', '7', 'x', '"'), (at, other) => {
      pre(text[at] !== other && text[at] !== '\n');
      const forged = text.slice(0, at) + other + text.slice(at + 1);
      expect(checkExport(forged).kind).toBe('broken');
    }),
    { numRuns: 300 },
  );
});

it('writes one text for one value, whatever the order of its fields', () => {
  assert(
    property(jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonical({ b: 1, a: { d: undefined, c: [undefined, 'é'] } })).toBe(
    '{"a":{"c":[null,"é"]},"b":1}',
  );
});

it('finds a second field of the same name, which another reader would see', async () => {
  const rows = await exported(3);
  rows[2] = rows[2]!.replace('{', '{"command":"forged: \\"}",');
  expect(check(rows)).toEqual({ kind: 'broken', brokenAt: { seq: 2, why: 'unreadable' } });
});
