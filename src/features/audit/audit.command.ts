import { type Button, type Card, plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { minuteOfDay } from '#kernel/preferences.ts';
import { shorten } from '#lib/text.ts';
import { exportAudit } from '#ports/audit/export.ts';
import type { Audit, AuditLine } from '#ports/audit/port.ts';
import type { Chat } from '#ports/chat/port.ts';
import { type AuditQuery, toFilter, toQuery, toWords } from './filter.ts';

interface Options {
  readonly audit: Audit;
  readonly chat: Chat;
  readonly now: () => number;
}

const PAGE = 8;
/**
 * About 10 MB. Telegram takes 50, but every wall on the way out looks through all of it, and the
 * bot does nothing else meanwhile. The whole record is in the database: `codefoundry audit verify`.
 */
const MAX_EXPORT_LINES = 20_000;
const CARD = /^card=([\w:-]{1,60})$/u;

/**
 * `/audit [user=…] [project=…] [command=…] [verdict=…] [day=…]`: who did what, the newest first,
 * on one message that is turned over like a page.
 */
export function auditCommand({ audit, chat, now }: Options): Command {
  return {
    name: 'audit',
    role: 'owner',
    listed: true,
    privateOnly: true,
    async run({ words }, call) {
      if (words.includes('export')) return exported(audit, now(), call);
      if (words.includes('check')) return checked(audit, call);
      const [id] = words.flatMap((word) => CARD.exec(word)?.slice(1) ?? []);
      const query = toQuery(
        words.filter((word) => !CARD.test(word)),
        now(),
      );
      // One line more than is shown tells whether there is an older page.
      const lines = await audit.list(toFilter(query, PAGE + 1));
      const key = id ?? call.requestId.replaceAll(/[^\w]+/gu, '-');
      const card = page(lines, query, key, call, now());
      await chat.show(call.conversation, `audit:${call.conversation.id}:${key}`, card);
      return undefined;
    },
  };
}

function page(
  lines: readonly AuditLine[],
  query: AuditQuery,
  key: string,
  { say, conversation, actor }: Call,
  nowMs: number,
): Card {
  const { beforeSeq, ...filter } = query;
  const to = (words: readonly string[], label: string): Button => ({
    label,
    command: 'audit',
    words: [`card=${key}`, ...words],
  });
  const shown = lines.slice(0, PAGE);
  const last = shown.at(-1);
  const older =
    lines.length > PAGE && last
      ? [to(toWords({ ...filter, beforeSeq: last.seq }), say('audit-older'))]
      : [];
  const newest = beforeSeq === undefined ? [] : [to(toWords(filter), say('audit-newest'))];
  const today = new Date(nowMs - minuteOfDay(nowMs, 0) * 60_000).toISOString().slice(0, 10);
  const project = conversation.project;
  const filters = [
    ...(filter.day === undefined
      ? [to(toWords({ ...filter, day: today }), say('audit-today'))]
      : []),
    ...(filter.verdict === undefined
      ? [to(toWords({ ...filter, verdict: 'refused' }), say('audit-refused'))]
      : []),
    ...(filter.project === undefined && project !== undefined
      ? [to(toWords({ ...filter, project }), shorten(project, 20))]
      : []),
    ...(filter.actorId === undefined
      ? [to(toWords({ ...filter, actorId: actor.id }), say('audit-mine'))]
      : []),
  ];
  const all = Object.keys(filter).length === 0 ? [] : [to([], say('audit-all'))];
  const more = [to(['check'], say('audit-check')), to(['export'], say('audit-export'))];
  const head = [say('audit-title'), ...toWords(filter).map((word) => `\`${clean(word)}\``)];
  const body =
    shown.length === 0 ? say('audit-none') : shown.map((line) => row(line, say)).join('\n');
  return {
    text: `${head.join(' · ')}\n\n${body}`,
    ring: false,
    buttons: [[...newest, ...older], [...filters, ...all], more].filter((each) => each.length > 0),
  };
}

function row({ seq, entry }: AuditLine, say: Call['say']): string {
  const { kind, command, words = '', verdict, why, project, environment, actor } = entry;
  const what =
    kind === 'command' ? `/${command}` : `${kind === 'operation' ? '' : `${kind} `}${command}`;
  const parts = [
    plain(shorten(actor.name || String(actor.id), 24)),
    `\`${clean(shorten(`${what} ${words}`, 60))}\``,
    ...[project, environment].filter((each) => each !== undefined).map(plain),
    `${say(`audit-verdict-${verdict}`)}${why === undefined ? '' : `: ${plain(shorten(why, 80))}`}`,
  ];
  return `- ${seq} · ${say('audit-at', { at: { atMs: entry.atMs } })} · ${parts.join(' · ')}`;
}

/** Fit for a code span. */
function clean(text: string): string {
  return text.replaceAll(/[`\s]+/gu, ' ').trim();
}

async function exported(audit: Audit, nowMs: number, { say }: Call): Promise<Card> {
  const { text, lines, head } = await exportAudit(audit, MAX_EXPORT_LINES);
  const name = `audit-${new Date(nowMs).toISOString().slice(0, 10)}.jsonl`;
  const words = { lines, seq: head.seq, hash: head.hash.slice(0, 16) };
  return { text: say('audit-exported', words), file: { name, content: text } };
}

async function checked(audit: Audit, { say }: Call): Promise<Card> {
  const found = await audit.verify();
  if (found.kind === 'broken') {
    const { seq, why } = found.brokenAt;
    return { text: say('audit-broken', { seq, why: say(`audit-why-${why}`) }) };
  }
  const { lines, head } = found;
  return { text: say('audit-whole', { lines, seq: head.seq, hash: head.hash.slice(0, 16) }) };
}
