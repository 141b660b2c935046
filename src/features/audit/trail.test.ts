import { expect, it } from 'vitest';
import { createMasker } from '#lib/mask/masker.ts';
import { canonical } from '#ports/audit/chain.ts';
import type { AuditEntry } from '#ports/audit/port.ts';
import { createTrail } from './trail.ts';

const ENTRY: AuditEntry = {
  key: 'update:1:5',
  atMs: 1_000,
  actor: { id: 7, name: 'Alice' },
  kind: 'command',
  command: 'deploy',
  words: 'production',
  project: 'shop',
  verdict: 'refused',
  why: 'frozen',
  after: { environment: 'production', nested: { token: 'k3Jf92hGq0ZxPwLmNb' } },
};

function scene(secrets: readonly string[]) {
  const masker = createMasker();
  for (const secret of secrets) masker.add(secret, 'project');
  const kept: AuditEntry[] = [];
  const record = async (entry: AuditEntry) => void kept.push(entry);
  const failed = () => {
    throw new Error('an entry was lost');
  };
  const trail = createTrail({ audit: { record }, mask: masker.mask, log: () => {}, failed });
  return { trail, kept };
}

it.each([
  '","project":"shop"',
  '"command":"deploy"',
  'deploy","key":"update:1:5',
  '"name":"Alice"},"after"',
  '},"atMs":1000,"command"',
  'refused","why":"frozen',
  '"verdict":"refused"',
])('records everything although somebody keeps %j as a secret', async (value) => {
  const { trail, kept } = scene([value]);
  await trail.record(ENTRY);
  expect(kept).toMatchObject([
    {
      key: 'update:1:5',
      actor: ENTRY.actor,
      kind: 'command',
      command: 'deploy',
      words: 'production',
      project: 'shop',
      verdict: 'refused',
      why: 'frozen',
    },
  ]);
  expect(JSON.stringify(kept)).not.toContain('k3Jf92hGq0ZxPwLmNb');
});

it('keeps entries apart whose keys are masked', async () => {
  const { trail, kept } = scene(['operation:turn-7']);
  for (const key of ['operation:turn-7', 'operation:turn-7:token=k3Jf92hGq0ZxPwLmNb'])
    await trail.record({ ...ENTRY, key });
  expect(new Set(kept.map(({ key }) => key)).size).toBe(2);
  expect(kept.every(({ key = '' }) => !key.includes('turn-7'))).toBe(true);
});

it.each([
  ['words', 280],
  ['why', 280],
  ['command', 60],
] as const)('keeps no %s that an export would mask, wherever it is cut', async (field, at) => {
  const { trail, kept } = scene([]);
  const key = 'AKIAQ3EGRTZ7XJ4WLN5PQ3EGRTZ7XJ4WLN5P';
  for (let before = at - 10; before <= at + 10; before += 1)
    await trail.record({ ...ENTRY, [field]: `${'x'.repeat(before - 1)} ${key}` });
  const { mask } = createMasker();
  expect(kept).toHaveLength(21);
  expect(kept.map((entry) => mask(canonical(entry)))).toEqual(kept.map(canonical));
});
