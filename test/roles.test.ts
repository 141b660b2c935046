import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Actor, Role } from '#kernel/actor.ts';
import { declaration } from './declaration.ts';
import { PROJECTS } from './roles-furnish.ts';
import { CHATS, createMatrix } from './roles-matrix.ts';
import { type Cell, readRoles, rolesReference, type RolesRow, toRows, WHO } from './roles.ts';

const NAMES = WHO.map(({ where, role }) => `${where} ${role}`);
const HEAD = ['command', 'chat', 'line', 'answer', ...NAMES].join(',');
const NONE = 'no,no,no,no';

/** Commands of one's own: a program, and built-in ones with a role, a fixed word or nothing more. */
const DECLARED = {
  'own.yaml': declaration('own', 'summary: { en: Own }', 'run: [own]', 'role: releaser'),
  'bound.yaml': declaration('bound', 'command: /deploy', 'role: releaser'),
  'plain.yaml': declaration('plain', 'command: /backup', 'args: [list]'),
};

/** What the table would say of them. */
const DECLARED_ROWS = `own,both,/own,,no,no,yes,yes,no,no,yes,yes,${NONE}
bound,both,/bound staging,,no,no,yes,yes,no,no,yes,yes,${NONE}
plain,both,/plain,,no,no,no,yes,${NONE},${NONE}`;

function rightsOf(role: Role, where: 'everywhere' | 'own' | 'foreign'): Omit<Actor, 'id' | 'name'> {
  if (where === 'everywhere') return { role };
  return { role: 'viewer', confined: true, projectRoles: { shop: role } };
}

const cellOf = ({ cells }: RolesRow, where: string, role: Role): Cell =>
  cells[NAMES.indexOf(`${where} ${role}`)] ?? 'no';

const WORTH = ['no', 'bare', 'yes'];

it('every command is allowed to whom roles.csv says, in every chat and project, and to nobody else', async () => {
  const matrix = await createMatrix(DECLARED);
  const rows = [...(await readRoles()), ...toRows([HEAD, DECLARED_ROWS].join('\n'))];
  const expected: Record<string, string> = {};
  const found: Record<string, string> = {};
  for (const chatKind of CHATS) {
    const here = rows.filter(({ chat }) => chat === 'both' || chat === chatKind);
    const named = new Set(here.map(({ command }) => command));
    expect([...named].toSorted()).toEqual([...matrix.commands.keys()].toSorted());
    for (const row of here) {
      const check = async (who: string, project: (typeof PROJECTS)[number], cell: string) => {
        const at = `${row.line} of ${who} in ${chatKind}, ${project}`;
        expected[at] = cell;
        found[at] = await matrix.tries(row, chatKind, project);
      };
      await matrix.becomes();
      for (const project of PROJECTS) await check('a stranger', project, 'no');
      for (const { where, role } of WHO) {
        await matrix.becomes(rightsOf(role, where));
        const projects = { everywhere: PROJECTS, own: ['shop'], foreign: ['blog'] } as const;
        for (const project of projects[where])
          await check(`${where} ${role}`, project, cellOf(row, where, role));
        if (where !== 'own') continue;
        await matrix.becomes({ role: 'viewer', projectRoles: { shop: role } });
        const least = cellOf(row, 'everywhere', 'viewer');
        const own = cellOf(row, 'own', role);
        const more = WORTH.indexOf(own) > WORTH.indexOf(least) ? own : least;
        await check(`everywhere viewer, own ${role}`, 'shop', more);
        await check(`everywhere viewer, foreign ${role}`, 'blog', least);
      }
    }
  }
  await matrix.world.close();
  expect(found).toEqual(expected);
}, 120_000);

it('roles.csv cannot say that a higher role may less, which its reference could not show', () => {
  const rowsOf = (everywhere: string) =>
    toRows([HEAD, ['x', 'both', '/x', '', everywhere, NONE, NONE].join(',')].join('\n'));
  expect(rowsOf('no,bare,yes,yes')).toHaveLength(1);
  expect(() => rowsOf('no,yes,no,yes')).toThrow('a higher role may less');
  expect(() => rowsOf('no,yes,bare,yes')).toThrow('a higher role may less');
});

it('the reference of roles is what the table says; npm run generate:roles writes it', async () => {
  const file = path.join(import.meta.dirname, '../docs/reference/roles.md');
  expect(await readFile(file, 'utf8')).toBe(rolesReference(await readRoles()));
});
