import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROLES } from '#kernel/actor.ts';

/** Whether a command runs: on the project, or as if no project was chosen, or not at all. */
export type Cell = 'yes' | 'bare' | 'no';

/** One row of `test/fixtures/roles.csv`. */
export interface RolesRow {
  readonly command: string;
  readonly chat: 'private' | 'group' | 'both';
  /** What is typed; `{project}`, `{operation}` and the like stand for those that it is about. */
  readonly line: string;
  /**
   * Where the command decides itself too: the word of `locales/` with which it answers who may, so
   * that it really runs. Absent: dispatch alone decides.
   */
  readonly answer?: string;
  /** `true`: the command is also asked for something that is named, in this row or another. */
  readonly takesNames: boolean;
  /** In the order of `WHO`. */
  readonly cells: readonly Cell[];
}

/** Who is asked about: a role everywhere, or in one project alone, there and in another one. */
export const WHO = (['everywhere', 'own', 'foreign'] as const).flatMap((where) =>
  ROLES.map((role) => ({ where, role })),
);

/** The expectations in `test/fixtures/roles.csv`. */
export async function readRoles(): Promise<readonly RolesRow[]> {
  const file = path.join(import.meta.dirname, 'fixtures/roles.csv');
  return toRows(await readFile(file, 'utf8'));
}

/** Reads the expectations. @throws Error for a row that makes no sense */
export function toRows(csv: string): readonly RolesRow[] {
  const [head, ...lines] = csv.trim().split('\n');
  const names = WHO.map(({ where, role }) => `${where} ${role}`);
  if (head !== ['command', 'chat', 'line', 'answer', ...names].join(','))
    throw new Error('roles.csv: head');
  const rows = lines.map((each) => {
    const [command = '', chat = '', line = '', answer = '', ...cells] = each.split(',');
    const isGood = cells.length === WHO.length && cells.every(isCell) && isChat(chat);
    if (!isGood || !line.startsWith('/')) throw new Error(`roles.csv: ${each}`);
    if (!isMonotonic(cells)) throw new Error(`roles.csv: a higher role may less: ${each}`);
    return { command, chat, line, cells, ...(answer !== '' && { answer }) };
  });
  const named = new Set(rows.filter(({ line }) => isNamed(line)).map(({ command }) => command));
  return rows.map((row) => ({ ...row, takesNames: named.has(row.command) }));
}

/** Says whether what the line is about stands in it. */
export function isNamed(line: string): boolean {
  return /\{\w+\}/u.test(line);
}

/** `docs/reference/roles.md`. */
export function rolesReference(rows: readonly RolesRow[]): string {
  const sorted = rows.toSorted((left, right) => left.command.localeCompare(right.command));
  const table = sorted.map(({ command, chat, line, cells }) => {
    const [everywhere = '', own = '', foreign = ''] = ['everywhere', 'own', 'foreign'].map(
      (where) => words(cells.filter((_, index) => WHO[index]?.where === where)),
    );
    const where = chat === 'both' ? 'any' : chat;
    return `| \`${command}\` | \`${line}\` | ${where} | ${everywhere} | ${own} | ${foreign} |`;
  });
  return `${HEAD}\n${table.join('\n')}\n`;
}

const HEAD = `# Who may do what

Roles, from least to most: viewer, developer, releaser, owner. A role counts everywhere, or in one project; the one of a project can only raise the other. Who was let into single projects sees no others. Every line below is tried by a test with every role; \`npm run generate:roles\` writes this page from \`test/fixtures/roles.csv\`.

- *everywhere*: the least role that may, when it counts in all projects
- *own project*: the least role that may, when it counts in this project alone
- *another project*: what who has a role in one project alone may do in another one
- who has a role everywhere and a greater one in a project may there what either of them may
- "without it": runs as if no project was chosen, and shows nothing of it
- buttons have commands of their own: \`/approve\`, \`/decide\` and the like; a tap may what the line may
- \`{hold}\` is a lock of somebody else, \`{freeze}\` a freeze of everything, \`{approval}\` one that asks for a releaser, as production does unless its file says otherwise; a lock of one's own is also lifted by a developer
- where a task may be merged (\`/task_do … merge\`), a developer proposes it and a releaser merges it
- a command that is about what somebody asked the agent for (\`/stop\`, \`/interrupt\`, \`/approve\`, \`/answer\`) does it only for the one who asked, and for an owner; \`/decide\` only for those whom the approval names

| command | as typed | chats | everywhere | own project | another project |
|---|---|---|---|---|---|`;

function words(cells: readonly Cell[]): string {
  const least = cells.findIndex((cell) => cell !== 'no');
  if (least < 0) return 'nobody';
  const role = ROLES[least] ?? '';
  return cells[least] === 'bare' ? `${role}, without it` : role;
}

/** The table shows the least role that may: it tells the truth only where all above it may too. */
function isMonotonic(cells: readonly Cell[]): boolean {
  const amount = (cell: Cell | undefined) => ['no', 'bare', 'yes'].indexOf(cell ?? 'no');
  return cells.every(
    (cell, at) => at % ROLES.length === 0 || amount(cell) >= amount(cells[at - 1]),
  );
}

function isCell(word: string): word is Cell {
  return word === 'yes' || word === 'bare' || word === 'no';
}

function isChat(word: string): word is RolesRow['chat'] {
  return word === 'private' || word === 'group' || word === 'both';
}
