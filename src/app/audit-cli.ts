import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { checkExport } from '#ports/audit/export.ts';
import type { AuditBreak, AuditCheck } from '#ports/audit/port.ts';
import { isDatabase } from '#ports/backup/tar/snapshot.ts';
import { openAudit } from '#ports/store/sqlite/audit-file.ts';

/**
 * Checks the record in the bot's own database, also while the bot works, in a copy of it, or in an
 * exported file.
 * @throws {Fault} `store-failed` when there is nothing to check
 */
export async function verifyAudit(file: string | undefined, dataDir: string): Promise<AuditCheck> {
  const at = file ?? path.join(dataDir, 'codefoundry.db');
  if (await isDatabase(at)) {
    const opened = openAudit(at);
    try {
      return await opened.audit.verify();
    } finally {
      opened.close();
    }
  }
  if (file === undefined) throw new Fault('store-failed', `${at}: there is no database yet`);
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Fault('store-failed', `${file} cannot be read`, { cause });
  });
  return checkExport(text);
}

/** What the check found, in one or two lines for the operator. */
export function describeCheck(check: AuditCheck): string {
  if (check.kind === 'broken') return `BROKEN: ${describeBreak(check.brokenAt)}`;
  const { lines, anchor, head } = check;
  const from = anchor.seq === 0 ? '' : `, the ${anchor.seq} before them were cut off`;
  return `whole: ${lines} lines${from}\nlast line ${head.seq}, hash ${head.hash}`;
}

function describeBreak({ seq, why }: AuditBreak): string {
  switch (why) {
    case 'changed':
      return `line ${seq} was changed, or line ${seq - 1} was and got a new hash`;
    case 'missing':
      return `line ${seq} is missing`;
    case 'reordered':
      return `line ${seq} is not where it belongs, or another one is there twice`;
    case 'unreadable':
      return `line ${seq} cannot be read`;
    case 'shortened':
      return `line ${seq} and all behind it are missing, or the end was changed`;
    case 'bad-anchor':
      return `line ${seq} and those before it were removed, and no line of the record says so`;
  }
}
