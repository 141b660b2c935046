import { stripVTControlCharacters } from 'node:util';
import { visible } from '#lib/visible.ts';
import type { LogLine } from '#ports/deployer/port.ts';

/** One line as people read it. */
export interface ShownLine {
  readonly text: string;
  /** As pino counts: 50 is an error. Absent where the line does not say. */
  readonly level?: number;
}

const NAMES: readonly (readonly [number, string])[] = [
  [60, 'FATAL'],
  [50, 'ERROR'],
  [40, 'WARN'],
  [30, 'INFO'],
  [20, 'DEBUG'],
  [10, 'TRACE'],
];
const LEVEL_OF: Readonly<Record<string, number>> = {
  fatal: 60,
  panic: 60,
  critical: 60,
  error: 50,
  err: 50,
  warn: 40,
  warning: 40,
  info: 30,
  notice: 30,
  debug: 20,
  trace: 10,
};
/** What a plain line says of itself near its beginning. */
const PLAIN_LEVEL =
  /\b(?<level>fatal|panic|critical|error|err|warn|warning|info|notice|debug|trace)\b/iu;
const LEVEL_WITHIN = 80;
const TIMES = ['time', 'timestamp', '@timestamp', 'ts'];
const MESSAGES = ['msg', 'message'];
/** What says nothing to people, or has been said. */
const LEFT_OUT = new Set([...TIMES, ...MESSAGES, 'level', 'severity', 'pid', 'hostname', 'v']);
const MOST_FIELD_CHARS = 200;
const MOST_STACK_LINES = 12;

/** A line as people read it: JSON as time, level, message and fields, anything else as it is. */
export function prettyLine({ text, atMs }: LogLine): ShownLine {
  const plain = stripVTControlCharacters(text);
  const fields = plain.startsWith('{') ? fieldsOf(plain) : undefined;
  if (!fields) return plainLine(plain, atMs);
  const level = levelIn(fields['level'] ?? fields['severity']);
  const message = MESSAGES.map((name) => fields[name]).find((each) => typeof each === 'string');
  if (level === undefined && message === undefined) return plainLine(plain, atMs);
  const rest = Object.entries(fields)
    .filter(([name, value]) => !LEFT_OUT.has(name) && !isError(value))
    .map(([name, value]) => `${name}=${shownValue(value)}`);
  const stacks = Object.values(fields).filter(isError).flatMap(stackOf);
  const time = timeOf(TIMES.map((name) => fields[name]).find((each) => each !== undefined) ?? atMs);
  const name = NAMES.find(([least]) => level !== undefined && level >= least)?.[1] ?? '';
  const head = [time, name.padEnd(5), message, ...rest].filter((each) => each?.trim()).join(' ');
  const shown = [head, ...stacks].map(seen).join('\n');
  return { text: shown, ...(level !== undefined && { level }) };
}

function plainLine(text: string, atMs: number | undefined): ShownLine {
  const said = PLAIN_LEVEL.exec(text.slice(0, LEVEL_WITHIN))?.groups?.['level'];
  const level = said === undefined ? undefined : LEVEL_OF[said.toLowerCase()];
  // Most programs begin with the time themselves.
  const time = atMs === undefined || /^\W?\d/u.test(text) ? '' : `${timeOf(atMs)} `;
  return { text: `${time}${seen(text)}`, ...(level !== undefined && { level }) };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function levelIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  return Object.hasOwn(LEVEL_OF, word) ? LEVEL_OF[word] : undefined;
}

/** Hours, minutes and seconds, UTC, of milliseconds, seconds or a date in words. */
function timeOf(value: unknown): string {
  const isSeconds = typeof value === 'number' && value < 100_000_000_000;
  const date = new Date(isSeconds ? value * 1_000 : (value as number | string));
  if (value === undefined || Number.isNaN(date.getTime())) return '';
  return date.toISOString().slice(11, 19);
}

function isError(value: unknown): value is { readonly stack: string } {
  return typeof value === 'object' && value !== null && 'stack' in value
    ? typeof value.stack === 'string'
    : false;
}

function stackOf({ stack }: { readonly stack: string }): readonly string[] {
  return stack
    .split('\n')
    .slice(0, MOST_STACK_LINES)
    .map((line) => `  ${line}`);
}

function shownValue(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > MOST_FIELD_CHARS ? `${text.slice(0, MOST_FIELD_CHARS)}…` : text;
}

/** A line is one line, and nothing in it hides; tabs are spaces. */
function seen(line: string): string {
  return visible(line.replaceAll('\t', '  '));
}
