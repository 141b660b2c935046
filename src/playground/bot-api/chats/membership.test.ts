import type { ChatMember, Update } from '@grammyjs/types';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BotHandle, createEmulator, type Emulator } from '../emulator.ts';
import type { Group } from './group.ts';

const TEAM = -1_001_000_000_001;
const SECONDS = Date.UTC(2026, 10, 22) / 1_000;

let clockMs: number;
let emulator: Emulator;
let bot: BotHandle;
let team: Group;
let carol: ReturnType<Emulator['person']>;

beforeEach(() => {
  clockMs = SECONDS * 1_000;
  emulator = createEmulator({ now: () => clockMs });
  bot = emulator.bot();
  carol = emulator.person({ id: 103, name: 'Carol' });
  team = emulator.group({ id: TEAM, title: 'Team' });
  team.add(bot, 'administrator', { can_promote_members: true });
});

/** The result. @throws the refusal */
async function call<Result = true>(method: string, more: object = {}): Promise<Result> {
  const answer = await emulator.call(bot.token, method, { chat_id: TEAM, ...more });
  if (!answer.ok) throw new Error(answer.description);
  return answer.result as Result;
}
const member = (id = carol.id) => call<ChatMember>('getChatMember', { user_id: id });
const aboutCarol = (method: string, more: object = {}) =>
  call(method, { user_id: carol.id, ...more });
/** What the bot gets from now on, in short. */
async function watch(): Promise<() => Promise<unknown[]>> {
  const allowed_updates = ['message', 'chat_member', 'my_chat_member'];
  await call('getUpdates', { allowed_updates, offset: -1 });
  const [last] = await call<Update[]>('getUpdates', { offset: -1 });
  const offset = (last?.update_id ?? 0) + 1;
  return async () =>
    (await call<Update[]>('getUpdates', { offset })).map((update) => {
      const { message, chat_member, my_chat_member } = update;
      const change = chat_member ?? my_chat_member;
      const kind = chat_member ? 'chat_member' : 'my_chat_member';
      if (change)
        return `${kind}: ${change.old_chat_member.status} → ${change.new_chat_member.status}`;
      return message?.new_chat_members
        ? 'came'
        : message?.left_chat_member
          ? 'went'
          : message?.text;
    });
}

describe('who comes and goes', () => {
  it('is told to administrators as chat_member, and to all as a service message', async () => {
    const got = await watch();

    team.add(carol);
    carol.in(team).leaves();
    carol.in(team).joins();
    team.remove(carol, 'kicked');

    expect(await got()).toEqual([
      'chat_member: left → member',
      'came',
      'chat_member: member → left',
      'went',
      'chat_member: left → member',
      'came',
      'chat_member: member → kicked',
      'went',
    ]);
  });

  it('is told to a bot about itself as my_chat_member', async () => {
    const got = await watch();

    team.add(bot, 'member');
    team.add(carol);
    team.remove(bot);

    expect(await got()).toEqual([
      'my_chat_member: administrator → member',
      'came',
      'my_chat_member: member → left',
    ]);
  });

  it('is not told as chat_member unless asked for', async () => {
    team.add(carol);

    const updates = await call<Update[]>('getUpdates');
    expect(updates.some((update) => update.chat_member)).toBe(false);
    expect(updates.at(-1)?.message?.new_chat_members).toMatchObject([{ id: carol.id }]);
  });

  it('lets a bot leave, and then nothing more', async () => {
    expect(await call('leaveChat')).toBe(true);
    await expect(call('sendMessage', { text: 'hi' })).rejects.toThrow('bot is not a member');
  });

  it('leaves nobody a voice who is outside', () => {
    const chat = carol.in(team);
    team.remove(carol);

    expect(() => chat.says('hi')).toThrow('Carol is not in "Team"');
  });
});

describe('how somebody stands to a group', () => {
  it('has all that the status has', async () => {
    carol.in(team);
    expect(await member()).toEqual({
      status: 'member',
      user: expect.objectContaining({ id: 103 }),
    });
    expect(await member(777_000_001)).toMatchObject({ status: 'creator', is_anonymous: false });
    expect(await member(bot.id)).toMatchObject({
      status: 'administrator',
      can_be_edited: false,
      can_pin_messages: true,
      is_anonymous: false,
    });
    emulator.person({ id: 105, name: 'Erin' });
    expect(await member(105)).toMatchObject({ status: 'left' });
  });

  it('is counted and listed, other bots only when asked for', async () => {
    const other = emulator.bot();
    team.add(other, 'administrator');
    carol.in(team);
    const ids = async (more: object) =>
      (await call<ChatMember[]>('getChatAdministrators', more)).map(({ user }) => user.id);

    expect(await call('getChatMemberCount')).toBe(4);
    expect(await ids({})).toEqual([777_000_001, bot.id]);
    expect(await ids({ return_bots: true })).toEqual([777_000_001, bot.id, other.id]);
  });

  it('changes by a ban, which ends with its time', async () => {
    carol.in(team);
    await aboutCarol('banChatMember', { until_date: SECONDS + 3_600 });
    expect(await member()).toMatchObject({ status: 'kicked', until_date: SECONDS + 3_600 });

    clockMs += 3_600_000;
    expect(await member()).toMatchObject({ status: 'left' });
  });

  it('takes less than 30 seconds and more than 366 days for ever', async () => {
    carol.in(team);
    for (const seconds of [29, 367 * 24 * 60 * 60]) {
      await aboutCarol('banChatMember', { until_date: SECONDS + seconds });
      expect(await member()).toMatchObject({ status: 'kicked', until_date: 0 });
    }
  });

  it('changes by an end of the ban; a member is thrown out by it unless it asks first', async () => {
    carol.in(team);
    await aboutCarol('unbanChatMember', { only_if_banned: true });
    expect(await member()).toMatchObject({ status: 'member' });
    await aboutCarol('unbanChatMember');
    expect(await member()).toMatchObject({ status: 'left' });
  });

  it('changes by a restriction that outlasts leaving and ends with all permissions', async () => {
    const chat = carol.in(team);
    await aboutCarol('restrictChatMember', { permissions: { can_send_messages: true } });
    expect(await member()).toMatchObject({
      status: 'restricted',
      is_member: true,
      can_send_messages: true,
      can_send_photos: false,
    });
    expect(() => chat.sendsDocument('a.txt', new Uint8Array(1))).toThrow('may send no documents');

    chat.leaves();
    expect(await member()).toMatchObject({ status: 'restricted', is_member: false });
    chat.joins();
    expect(await member()).toMatchObject({ status: 'restricted', is_member: true });
    const { permissions } = await call<{ permissions: object }>('getChat');
    const all = Object.fromEntries(Object.keys(permissions).map((name) => [name, true]));
    await aboutCarol('restrictChatMember', { permissions: all });
    expect(await member()).toMatchObject({ status: 'member' });
  });

  it('implies permissions by others, unless they are independent', async () => {
    carol.in(team);
    const permissions = { can_add_web_page_previews: true };
    await aboutCarol('restrictChatMember', { permissions });
    expect(await member()).toMatchObject({ can_send_messages: true, can_send_photos: true });
    await aboutCarol('restrictChatMember', { permissions, use_independent_chat_permissions: true });
    expect(await member()).toMatchObject({ can_send_messages: false, can_send_photos: false });
  });

  it('changes by a promotion, a title and a demotion by the same bot', async () => {
    carol.in(team);
    await aboutCarol('promoteChatMember', { can_pin_messages: true });
    await aboutCarol('setChatAdministratorCustomTitle', { custom_title: 'Chief' });
    expect(await member()).toMatchObject({
      status: 'administrator',
      can_be_edited: true,
      can_manage_chat: true,
      can_pin_messages: true,
      can_delete_messages: false,
      custom_title: 'Chief',
    });
    await aboutCarol('promoteChatMember', { can_delete_messages: true });
    expect(await member()).toMatchObject({ custom_title: 'Chief', can_pin_messages: false });
    await aboutCarol('promoteChatMember', { can_delete_messages: false });
    expect(await member()).toMatchObject({ status: 'member' });
  });

  it('is two in a private chat, the person and the bot', async () => {
    carol.chat(bot).says('/start');

    expect(await call('getChatMemberCount', { chat_id: carol.id })).toBe(2);
    expect(await call('getChatMember', { chat_id: carol.id, user_id: bot.id })).toMatchObject({
      status: 'member',
      user: { id: bot.id },
    });
  });
});

describe('a group', () => {
  it('tells what it is called, allows and pins, and by which link one comes in', async () => {
    const { message_id } = await call<{ message_id: number }>('sendMessage', { text: 'Rules' });
    await call('pinChatMessage', { message_id });
    await call('setChatTitle', { title: ' New  team ' });
    await call('setChatDescription', { description: 'We build' });
    await call('setChatPermissions', { permissions: { can_send_messages: true } });
    const link = await call<string>('exportChatInviteLink');

    expect(await call('getChat')).toMatchObject({
      title: 'New team',
      description: 'We build',
      permissions: { can_send_messages: true, can_send_photos: false },
      pinned_message: { text: 'Rules' },
      invite_link: link,
    });
    expect(carol.in(team).messages().at(-1)?.message).toMatchObject({ new_chat_title: 'New team' });
  });

  it('revokes the primary link when there is a new one, and others one by one', async () => {
    const first = await call<string>('exportChatInviteLink');
    const second = await call<string>('exportChatInviteLink');
    const named = await call<{ invite_link: string }>('createChatInviteLink', {
      name: 'Friends',
      member_limit: 5,
    });

    expect(second).not.toBe(first);
    expect(await call('getChat')).toMatchObject({ invite_link: second });
    expect(named).toMatchObject({ name: 'Friends', member_limit: 5, is_primary: false });
    expect(await call('revokeChatInviteLink', { invite_link: named.invite_link })).toMatchObject({
      is_revoked: true,
    });
    await call('revokeChatInviteLink', { invite_link: second });
    expect(await call('getChat')).not.toMatchObject({ invite_link: second });
  });

  it('shows no link and no permissions of a private chat', async () => {
    carol.chat(bot).says('/start');

    const chat = await call<object>('getChat', { chat_id: carol.id });
    expect(Object.keys(chat)).not.toContain('permissions');
    expect(Object.keys(chat)).not.toContain('invite_link');
  });
});
