import { expect, it } from 'vitest';
import type { Actor, Role } from '#kernel/actor.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { richCommand } from './rich.command.ts';

const GROUP = -5;

async function asks(
  role: Role,
  projectRoles: NonNullable<Actor['projectRoles']> = {},
  project?: string,
) {
  const chat = memoryChat();
  const answer = await richCommand({ chat }).run(
    { words: ['on'], text: 'on' },
    {
      actor: { id: 9, name: 'Vera', role, projectRoles },
      conversation: {
        id: `${GROUP}:0:9`,
        chatId: GROUP,
        actorId: 9,
        language: 'en',
        ...(project !== undefined && { project }),
      },
      requestId: 'update:1:1',
      say: (key) => key,
    },
  );
  return { answer, isRich: await chat.isRich(GROUP) };
}

it('lets who only looks on decide for no group', async () => {
  expect(await asks('viewer')).toEqual({ answer: { toast: 'rich-not-here' }, isRich: false });
});

it('lets a developer decide for the group', async () => {
  expect(await asks('developer')).toMatchObject({ answer: { text: 'rich-is-on' }, isRich: true });
});

it('lets a developer of the project decide, where the group works in it', async () => {
  const roles = { shop: 'developer' } as const;
  expect(await asks('viewer', roles, 'shop')).toMatchObject({ isRich: true });
  expect(await asks('viewer', roles, 'blog')).toMatchObject({ isRich: false });
});
