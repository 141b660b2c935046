import type { Hono } from 'hono';
import { z } from 'zod';
import type { Stage } from '../stage.ts';
import { TROUBLE_KINDS } from '../troubles.ts';
import type { Act } from './act.ts';

const MAX_TITLE = 128;

const title = z.string().trim().min(1).max(MAX_TITLE);
const language = z.object({ languageCode: z.string().regex(/^[a-z]{2}$/u) });
const newGroup = z.object({
  title,
  isForum: z.boolean(),
  personIds: z.array(z.number().int()).max(20),
  botAs: z.enum(['administrator', 'member']),
});
const newTopic = z.object({ name: title });
const trouble = z.object({
  kind: z.enum(TROUBLE_KINDS),
  scope: z.enum(['chat', 'all']),
  times: z.number().int().min(0).max(1_000),
  seconds: z.number().int().min(1).max(600),
});

/** What a person arranges: groups, topics, languages, trouble. */
export function addArranging(api: Hono, stage: Stage, act: Act): void {
  const { cast, groups, troubles } = stage;

  api.post(
    '/language',
    act(language, ({ member }, { languageCode }) => {
      cast.setLanguage(member, languageCode);
      return { persons: cast.list() };
    }),
  );

  api.post(
    '/groups',
    act(newGroup, ({ member }, { personIds, ...settings }) => {
      const ids = new Set([member.id, ...personIds]);
      const members = cast.list().filter(({ id }) => ids.has(id));
      return groups.make({ ...settings, members });
    }),
  );

  api.post(
    '/topics',
    act(newTopic, ({ room, chat }, { name }) => ({
      topicId: groups.openTopic(room, name) ?? chat.opensTopic(name),
    })),
  );

  api.post(
    '/troubles',
    act(trouble, ({ chat }, { scope, ...wanted }) => {
      troubles.add({ ...wanted, ...(scope === 'chat' ? { chatId: chat.chatId } : {}) });
      return {};
    }),
  );

  api.delete('/troubles', (context) => {
    troubles.clear();
    return context.json({});
  });
}
