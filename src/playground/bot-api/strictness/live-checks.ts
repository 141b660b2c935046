import type { ApiResponse, ChatMember, User, WebhookInfo } from '@grammyjs/types';
import type { LiveTarget } from './live-scene.ts';

/**
 * Looks at what a run could spoil before it begins; changes nothing. A wrong token or address must
 * not look like two hundred differences, and what an administrator asks for happens to real people.
 * @throws with what is wrong
 */
export async function checkTarget(target: LiveTarget): Promise<void> {
  const bot = await ask<User>(target, 'getMe');
  const { url } = await ask<WebhookInfo>(target, 'getWebhookInfo');
  if (url !== '') throw new Error('The bot has a webhook: take a bot that is made for this.');
  for (const chatId of [target.groupId, target.forumId]) {
    if (chatId === undefined) continue;
    const payload = { chat_id: chatId, user_id: bot.id };
    const { status } = await ask<ChatMember>(target, 'getChatMember', payload);
    if (status !== 'member')
      throw new Error(`In ${chatId} the bot is "${status}": it must be a plain member.`);
  }
}

async function ask<Result>(
  { apiRoot, token }: LiveTarget,
  method: string,
  payload: object = {},
): Promise<Result> {
  const response = await fetch(`${apiRoot}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  if (!response.ok) throw new Error(`${method} was answered with ${response.status}.`);
  const answer = (await response.json()) as ApiResponse<Result>;
  if (!answer.ok) throw new Error(`${method} was answered with ${answer.error_code}.`);
  return answer.result;
}
