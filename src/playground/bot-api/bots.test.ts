import { expect, it } from 'vitest';
import { createEmulator } from './emulator.ts';

it('takes the id of a bot from its token, where there is one', async () => {
  const emulator = createEmulator();
  const bot = emulator.bot({ token: '99:xyz' });

  expect(bot.id).toBe(99);
  expect(await emulator.call('99:xyz', 'getMe')).toMatchObject({ result: { id: 99 } });
});

it('refuses what is no token, another bot’s token, and an id that is taken', () => {
  const emulator = createEmulator();
  emulator.bot({ token: '99:xyz' });

  for (const token of ['', 'xyz', '0:xyz', '99', '99:', '99:a/b', '99:a b', ':x'])
    expect(() => emulator.bot({ token })).toThrow('123:abc');
  expect(() => emulator.bot({ id: 98, token: '97:x' })).toThrow('belongs to the bot 97');
  expect(() => emulator.bot({ token: '99:other' })).toThrow('There is a bot 99 already.');
  expect(() => emulator.bot({ id: 99 })).toThrow('There is a bot 99 already.');
});

it('gives ids that nobody has', () => {
  const emulator = createEmulator();
  emulator.bot({ token: '7000000001:x' });
  emulator.bot({ id: 7_000_000_002 });

  expect(emulator.bot().id).toBe(7_000_000_003);
});

it('counts the messages of each bot’s chats by themselves', async () => {
  const emulator = createEmulator();
  const [one, two] = [emulator.bot(), emulator.bot()];
  const alice = emulator.person({ id: 101, name: 'Alice' });
  const bob = emulator.person({ id: 102, name: 'Bob' });
  const group = emulator.group({ id: -2_001, title: 'Team' });
  group.add(one);

  expect(alice.chat(one).says('a').message_id).toBe(2);
  expect(alice.chat(two).says('b').message_id).toBe(1);
  expect(bob.chat(one).says('c').message_id).toBe(3);
  expect(bob.in(group).says('d').message_id).toBe(4);
  expect(alice.chat(two).says('e').message_id).toBe(2);
});
