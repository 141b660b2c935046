import { beforeEach, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';

const TEAM = -1_001_000_000_001;

let emulator: Emulator;
let bot: BotHandle;

beforeEach(() => {
  emulator = createEmulator({ now: () => Date.UTC(2026, 10, 22) });
  bot = emulator.bot({ name: 'Shop' });
});

async function call<Result = unknown>(method: string, payload: object = {}): Promise<Result> {
  const answer = await emulator.call(bot.token, method, { ...payload });
  if (!answer.ok) throw new Error(answer.description);
  return answer.result as Result;
}
const commands = (command: string) => [{ command, description: 'x' }];

it('keeps commands by scope and language, and falls back to nothing', async () => {
  emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('/start');
  const team = emulator.group({ id: TEAM, title: 'Team' });
  team.add(bot);
  const scopes = [
    undefined,
    { type: 'all_private_chats' },
    { type: 'chat', chat_id: 101 },
    { type: 'chat_administrators', chat_id: TEAM },
    { type: 'chat_member', chat_id: TEAM, user_id: 101 },
  ];
  for (const [index, scope] of scopes.entries())
    await call('setMyCommands', { commands: commands(`c${index}`), scope });
  await call('setMyCommands', { commands: commands('ru'), language_code: 'ru' });

  for (const [index, scope] of scopes.entries())
    expect(await call('getMyCommands', { scope })).toEqual(commands(`c${index}`));
  expect(await call('getMyCommands', { language_code: 'ru' })).toEqual(commands('ru'));
  expect(await call('getMyCommands', { language_code: 'de' })).toEqual([]);
  expect(await call('getMyCommands', { scope: { type: 'all_group_chats' } })).toEqual([]);
});

it('deletes the commands of one scope and language, and no others', async () => {
  await call('setMyCommands', { commands: commands('all') });
  await call('setMyCommands', { commands: commands('ru'), language_code: 'ru' });
  expect(await call('deleteMyCommands', { language_code: 'ru' })).toBe(true);

  expect(await call('getMyCommands', { language_code: 'ru' })).toEqual([]);
  expect(await call('getMyCommands')).toEqual(commands('all'));
});

it('trims commands and takes the slash away', async () => {
  const list = [{ command: ' /start ', description: ' Begin ' }];
  await call('setMyCommands', { commands: list });

  expect(await call('getMyCommands')).toEqual([{ command: 'start', description: 'Begin' }]);
});

it('keeps a name and descriptions by language, which fall back to those of none', async () => {
  expect(await call('getMyName')).toEqual({ name: 'Shop' });
  await call('setMyName', { name: 'Store' });
  await call('setMyName', { name: 'Магазин', language_code: 'ru' });
  await call('setMyDescription', { description: 'Sells' });
  await call('setMyShortDescription', { short_description: 'S' });

  expect(await call('getMyName', { language_code: 'ru' })).toEqual({ name: 'Магазин' });
  expect(await call('getMyName', { language_code: 'de' })).toEqual({ name: 'Store' });
  expect(await call('getMyDescription', { language_code: 'ru' })).toEqual({ description: 'Sells' });
  expect(await call('getMyShortDescription')).toEqual({ short_description: 'S' });
  await call('setMyName', { language_code: 'ru' });
  expect(await call('getMyName', { language_code: 'ru' })).toEqual({ name: 'Store' });
});

it('keeps the menu button of a chat apart from the one of all', async () => {
  emulator.person({ id: 101, name: 'Alice' }).chat(bot).says('/start');
  const app = { type: 'web_app', text: 'Shop', web_app: { url: 'https://shop.example.org' } };

  expect(await call('getChatMenuButton')).toEqual({ type: 'commands' });
  await call('setChatMenuButton', { menu_button: app });
  expect(await call('getChatMenuButton', { chat_id: 101 })).toEqual(app);
  await call('setChatMenuButton', { chat_id: 101, menu_button: { type: 'commands' } });
  expect(await call('getChatMenuButton', { chat_id: 101 })).toEqual({ type: 'commands' });
  expect(await call('getChatMenuButton')).toEqual(app);
});

it('remembers which rights it asks for, in groups and in channels', async () => {
  const rights = { can_manage_chat: true, can_pin_messages: true };
  await call('setMyDefaultAdministratorRights', { rights });

  expect(await call('getMyDefaultAdministratorRights')).toMatchObject({
    ...rights,
    can_delete_messages: false,
  });
  const asked = await call('getMyDefaultAdministratorRights', { for_channels: true });
  expect(asked).toMatchObject({ can_pin_messages: false });
  await call('setMyDefaultAdministratorRights');
  expect(await call('getMyDefaultAdministratorRights')).toMatchObject({ can_pin_messages: false });
});
