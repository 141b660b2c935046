import { z } from 'zod';
import { TOKEN_FORM } from '../bot-api/bots.ts';
import { faultRule } from '../bot-api/faults/fault-rule.ts';
import { type Action, defineAction, person, place } from './action.ts';
import type { Stage } from './stage.ts';

const groupId = z.number().int().max(-1);
const standing = z.enum(['member', 'administrator', 'left', 'kicked']);

/** What happens around the chats: groups, bots, trouble, time. */
export const WORLD_ACTIONS: readonly Action[] = [
  defineAction({
    name: 'group',
    summary: 'Makes a group (-100… is a supergroup) and says what the bot is in it.',
    body: z.strictObject({
      id: groupId,
      title: z.string().min(1).optional(),
      forum: z.boolean().optional(),
      channel: z.boolean().optional(),
      username: z.string().min(1).optional(),
      bot: place.bot,
      /** What the bot is there from now on. Default `member`. */
      botIs: standing.optional(),
    }),
    example: { id: -1_001_234_567_890, title: 'Team', forum: true, botIs: 'administrator' },
    run(stage, { bot, botIs = 'member', ...settings }) {
      const given = Object.entries(settings).filter(([, value]) => value !== undefined);
      const group = stage.group({ ...Object.fromEntries(given), id: settings.id });
      change(group, stage.bot(bot), botIs);
      return { id: group.id };
    },
  }),
  defineAction({
    name: 'join',
    summary: 'Lets a person join a group, become its administrator, leave it or be thrown out.',
    body: z.strictObject({ from: person, chat: groupId, as: standing.optional() }),
    example: { from: 77, chat: -1_001_234_567_890, as: 'member' },
    run(stage, { from, chat, as = 'member' }) {
      change(stage.meet(from, chat), { id: from }, as);
      return {};
    },
  }),
  defineAction({
    name: 'topic',
    summary: 'Opens a topic in a forum, or closes, reopens or deletes one.',
    body: z.strictObject({
      chat: groupId,
      name: z.string().min(1).optional(),
      topic: z.number().int().min(1).optional(),
      change: z.enum(['open', 'close', 'reopen', 'delete']).optional(),
    }),
    example: { chat: -1_001_234_567_890, name: 'Shop' },
    run(stage, { chat, name, topic, change: wanted = 'open' }) {
      const group = stage.group({ id: chat });
      if (wanted === 'open') return { topic: group.opensTopic(name ?? 'Topic') };
      if (topic === undefined) throw new Error('Say which topic.');
      if (wanted === 'close') group.closesTopic(topic);
      else if (wanted === 'reopen') group.reopensTopic(topic);
      else group.deletesTopic(topic);
      return { topic };
    },
  }),
  defineAction({
    name: 'bot',
    summary: 'Adds another bot, or revokes the token of one: {"revoke":<id>}; tells the token.',
    body: z.strictObject({
      revoke: z.number().int().min(1).optional(),
      id: z.number().int().min(1).optional(),
      token: z.string().regex(TOKEN_FORM, 'A token is of the form 123:abc').optional(),
      name: z.string().min(1).optional(),
      username: z.string().min(1).optional(),
      hearsEverything: z.boolean().optional(),
    }),
    example: { name: 'Second bot', username: 'second_bot' },
    run(stage, { revoke, ...settings }) {
      const given = Object.entries(settings).filter(([, value]) => value !== undefined);
      if (revoke !== undefined && given.length > 0) throw new Error('Revoke, or add: not both.');
      if (revoke !== undefined) return { ...stage.revoke(revoke) };
      return { ...stage.addBot(Object.fromEntries(given)) };
    },
  }),
  defineAction({
    name: 'fault',
    summary: 'Adds a rule for what goes wrong; `{"clear":true}` takes all rules away.',
    body: z.union([z.strictObject({ clear: z.literal(true) }), faultRule]),
    example: { kind: 'status', status: 429, retryAfter: 3, method: 'sendMessage', times: 1 },
    run({ emulator }, rule) {
      if ('clear' in rule) emulator.faults.clear();
      else emulator.faults.add(rule);
      const left = emulator.faults.remaining();
      return { remaining: Number.isFinite(left) ? left : 'until cleared' };
    },
  }),
  defineAction({
    name: 'clock',
    summary: 'Lets time pass: what waits until then happens, in its order.',
    body: z.strictObject({ advanceMs: z.number().int().min(0) }),
    example: { advanceMs: 60_000 },
    async run({ clock }, { advanceMs }) {
      await clock.advance(advanceMs);
      return { nowMs: clock.now() };
    },
  }),
  defineAction({
    name: 'reset',
    summary: 'Forgets chats, people, calls and faults; the bots and their webhooks stay.',
    body: z.strictObject({}),
    example: {},
    run(stage) {
      stage.reset();
      return {};
    },
  }),
];

function change(
  group: ReturnType<Stage['group']>,
  who: { readonly id: number },
  as: z.infer<typeof standing>,
): void {
  if (as === 'left' || as === 'kicked') group.remove(who, as);
  else group.add(who, as);
}
