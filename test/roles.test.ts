import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createAuthorizer } from '#dispatch/authorize.ts';
import { createDispatch } from '#dispatch/dispatch.ts';
import { createReception } from '#dispatch/reception.ts';
import type { Actor, Role } from '#kernel/actor.ts';
import type { Command } from '#kernel/command.ts';
import { conversationId } from '#kernel/conversation.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { type Cell, readRoles, rolesReference, type RolesRow, toRows, WHO } from './roles.ts';
import { createWorld } from './world.ts';

const PERSON = 50;
const GROUP = -100;
const CHATS = ['private', 'group'] as const;

/** The real commands behind the real dispatch; only what they would do is replaced. */
async function setUp() {
  const world = await createWorld();
  const { store } = world;
  const ran: (string | undefined)[] = [];
  const commands = new Map(
    [...world.commands].map(([name, command]): [string, Command] => [
      name,
      {
        ...command,
        async run(_words, { conversation }) {
          ran.push(conversation.project);
          return undefined;
        },
      },
    ]),
  );
  const chat = memoryChat();
  const sayIn = () => (key: string) => key;
  const ownerIds = [7];
  const dispatch = createDispatch({
    store,
    commands,
    authorizer: createAuthorizer({ store, ownerIds, now: Date.now }),
    reception: createReception({ store, chat, ownerIds, sayIn, now: Date.now }),
    limit: () => ({ kind: 'pass' }),
    sayIn,
    log: () => undefined,
  });
  for (const name of ['shop', 'blog']) {
    await store.projects.add({ name, archetype: 'x', createdAtMs: 1, createdBy: 7 });
    await store.operations.add({
      id: `turn-${name}`,
      kind: 'turn',
      state: 'running',
      conversationId: '',
      actorId: 7,
      project: name,
      input: null,
      createdAtMs: 1,
      updatedAtMs: 1,
    });
  }
  let requests = 0;

  const tries = async (row: RolesRow, chatKind: (typeof CHATS)[number], project: string) => {
    const chatId = chatKind === 'private' ? PERSON : GROUP;
    const id = conversationId({ chatId }, PERSON);
    const place = { chatId, actorId: PERSON, language: 'en' } as const;
    await store.conversations.save({ id, ...place, project });
    ran.length = 0;
    await dispatch({
      id: `roles:${(requests += 1)}`,
      kind: 'text',
      text: row.line.replace('{project}', project).replace('{operation}', `turn-${project}`),
      from: { id: PERSON, name: 'Pat' },
      chatKind,
      place: { chatId },
    });
    const isNamed = /\{(?:project|operation)\}/u.test(row.line);
    if (ran.length === 0) return 'no';
    const isOnIt = isNamed || ran[0] === project;
    return isOnIt || world.commands.get(row.command)?.concerns === 'bot' ? 'yes' : 'bare';
  };
  return { world, commands, tries };
}

function actorWith(role: Role, where: 'everywhere' | 'own' | 'foreign'): Actor {
  const base = { id: PERSON, name: 'Pat' };
  if (where === 'everywhere') return { ...base, role };
  return { ...base, role: 'viewer', confined: true, projectRoles: { shop: role } };
}

it('every command is allowed to whom roles.csv says, in every chat and project, and to nobody else', async () => {
  const { world, commands, tries } = await setUp();
  const rows = await readRoles();
  const expected: Record<string, Cell> = {};
  const found: Record<string, Cell> = {};
  for (const chatKind of CHATS) {
    const here = rows.filter(({ chat }) => chat === 'both' || chat === chatKind);
    expect(here.map(({ command }) => command).toSorted()).toEqual([...commands.keys()].toSorted());
    for (const row of here) {
      await world.store.actors.remove(PERSON);
      for (const project of ['shop', 'blog']) {
        const at = `${row.line} of a stranger in ${chatKind}, ${project}`;
        expected[at] = 'no';
        found[at] = await tries(row, chatKind, project);
      }
      for (const [index, { where, role }] of WHO.entries()) {
        await world.store.actors.save(actorWith(role, where));
        const projects = { everywhere: ['shop', 'blog'], own: ['shop'], foreign: ['blog'] }[where];
        for (const project of projects) {
          const at = `${row.line} of ${where} ${role} in ${chatKind}, ${project}`;
          expected[at] = row.cells[index] ?? 'no';
          found[at] = await tries(row, chatKind, project);
        }
      }
    }
  }
  await world.close();
  expect(found).toEqual(expected);
}, 60_000);

it('roles.csv cannot say that a higher role may less, which its reference could not show', () => {
  const names = WHO.map(({ where, role }) => `${where} ${role}`);
  const rowsOf = (everywhere: string) =>
    toRows(
      [
        ['command', 'chat', 'line', ...names],
        ['x', 'both', '/x', everywhere, 'no,no,no,no', 'no,no,no,no'],
      ]
        .map((row) => row.join(','))
        .join('\n'),
    );
  expect(rowsOf('no,bare,yes,yes')).toHaveLength(1);
  expect(() => rowsOf('no,yes,no,yes')).toThrow('a higher role may less');
  expect(() => rowsOf('no,yes,bare,yes')).toThrow('a higher role may less');
});

it('the reference of roles is what the table says; npm run generate:roles writes it', async () => {
  const file = path.join(import.meta.dirname, '../docs/reference/roles.md');
  expect(await readFile(file, 'utf8')).toBe(rolesReference(await readRoles()));
});
