import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkExport, exportAudit } from './export.ts';
import type { Audit, AuditEntry } from './port.ts';

/** A record and the way to another process on the same data. */
export interface AuditUnderTest {
  readonly audit: Audit;
  reopen(): Promise<Audit>;
  close(): Promise<void>;
}

const entry = (command: string, change: Partial<AuditEntry> = {}): AuditEntry => ({
  atMs: 1_000,
  actor: { id: 7, name: 'Alice' },
  kind: 'command',
  command,
  verdict: 'allowed',
  ...change,
});

/** What every audit record promises. */
export function auditContract(name: string, make: () => Promise<AuditUnderTest>): void {
  describe(`${name}: the audit record`, () => {
    let made: AuditUnderTest;
    let audit: Audit;

    beforeEach(async () => {
      made = await make();
      ({ audit } = made);
    });
    afterEach(() => made.close());

    it('is whole while it is empty', async () => {
      expect(await audit.verify()).toMatchObject({ kind: 'whole', lines: 0 });
      expect(await audit.list({ limit: 5 })).toEqual([]);
    });

    it('gives back what was recorded, whatever it holds, over a restart', async () => {
      const full = entry('deploy', {
        key: 'k',
        words: 'production ` \u0000 "quotes" \n Привет',
        place: { chatId: -100, topicId: 3 },
        project: 'shop',
        environment: 'production',
        why: 'frozen',
        before: { revision: 'a', nested: [1, null, { b: 1, a: true }] },
        after: null,
        operationId: 'x',
      });
      await audit.record(full);
      audit = await made.reopen();
      expect((await audit.list({ limit: 5 })).map((line) => line.entry)).toEqual([full]);
      expect(await audit.verify()).toMatchObject({ kind: 'whole', lines: 1 });
    });

    it('numbers the lines of many writers at once without a gap', async () => {
      const names = Array.from({ length: 50 }, (_, index) => `c${index}`);
      await Promise.all(names.map((command) => audit.record(entry(command))));
      const lines = await audit.after(0, 100);
      expect(lines.map((line) => line.seq)).toEqual(names.map((_, index) => index + 1));
      expect(await audit.verify()).toMatchObject({ kind: 'whole', lines: 50, head: { seq: 50 } });
    });

    it('records one thing once, also at the same time', async () => {
      await Promise.all([1, 2, 3].map(() => audit.record(entry('a', { key: 'same' }))));
      await audit.record(entry('a', { key: 'other' }));
      expect(await audit.list({ limit: 9 })).toHaveLength(2);
    });

    it('finds by person, project, command, verdict and time, the newest first, by pages', async () => {
      await audit.record(entry('a', { project: 'shop', atMs: 1_000 }));
      await audit.record(entry('b', { actor: { id: 8, name: 'Bob' }, atMs: 2_000 }));
      await audit.record(entry('a', { verdict: 'refused', atMs: 3_000 }));
      const found = async (filter: object) =>
        (await audit.list({ limit: 9, ...filter })).map((line) => line.seq);
      expect(await found({})).toEqual([3, 2, 1]);
      expect(await found({ actorId: 8 })).toEqual([2]);
      expect(await found({ project: 'shop' })).toEqual([1]);
      expect(await found({ command: 'a', verdict: 'refused' })).toEqual([3]);
      expect(await found({ fromMs: 1_000, toMs: 3_000 })).toEqual([2, 1]);
      expect(await found({ beforeSeq: 3, limit: 1 })).toEqual([2]);
    });

    it('is cut at the front only, says so in a line of its own, and stays whole', async () => {
      for (const atMs of [1_000, 2_000, 9_000, 3_000]) await audit.record(entry('a', { atMs }));
      expect(await audit.cut(5_000, 10_000)).toBe(2);
      expect((await audit.after(0, 9)).map((line) => line.seq)).toEqual([3, 4, 5]);
      expect(await audit.list({ verdict: 'cut', limit: 9 })).toHaveLength(1);
      expect(await audit.verify()).toMatchObject({ kind: 'whole', lines: 3, anchor: { seq: 2 } });
      expect(await audit.cut(5_000, 10_000)).toBe(0);
      audit = await made.reopen();
      await audit.record(entry('b', { atMs: 11_000 }));
      expect(await audit.cut(20_000, 20_000)).toBe(4);
      expect(await audit.verify()).toMatchObject({ kind: 'whole', lines: 1, anchor: { seq: 6 } });
    });

    it('is exported as a whole, or the newest of it, in a file that proves itself', async () => {
      for (let index = 0; index < 12; index += 1) await audit.record(entry(`c${index}`));
      const whole = await exportAudit(audit, 1_000);
      expect(checkExport(whole.text)).toMatchObject({ kind: 'whole', lines: 12 });
      const newest = await exportAudit(audit, 5);
      expect(newest.lines).toBe(5);
      expect(checkExport(newest.text)).toMatchObject({
        kind: 'whole',
        lines: 5,
        anchor: { seq: 7 },
        head: newest.head,
      });
    });
  });
}
