import { type Actor, roleIn } from '#kernel/actor.ts';
import { type Card, plain, type Toast } from '#kernel/card.ts';
import type { Conversation } from '#kernel/conversation.ts';
import { Fault } from '#kernel/fault.ts';
import type { Say } from '#kernel/language.ts';
import { NoRoom, noRoomCard } from '#kernel/no-room.ts';
import { toldLanguage } from './language-of.ts';
import { type Change, type Record, wordsFor } from './record.ts';
import type { Request } from './request.ts';
import type { Wish } from './wish.ts';

/** Who asks, where, and in which language they are answered. */
export interface Asker {
  readonly actor: Actor;
  readonly conversation: Conversation;
  readonly say: Say;
}

type Serve = (request: Request, wish: Wish, asker: Asker) => Promise<Card | Toast | undefined>;

interface Options {
  readonly record: Record;
  readonly log: (message: string, details: object) => void;
}

/** Does what somebody may, and says why not to who may not. What breaks is recorded and thrown. */
export function createServe({ record, log }: Options): {
  readonly serve: Serve;
  /**
   * For who asks too much: stopping is what ends a flood, so it is done all the same. Resolves with
   * nothing, and keeps nothing of it, where there was nothing to stop or it is something else.
   */
  readonly stopAnyway: Serve;
} {
  const note = (verdict: string, wish: Exclude<Wish, { kind: 'refused' }>, asker: Asker): void => {
    const { actor, conversation } = asker;
    const project = wish.kind === 'command' ? wish.project : undefined;
    const command = wish.name;
    log('audit', { actor: actor.id, chat: conversation.chatId, command, verdict, project });
  };

  const run = async (
    request: Request,
    wish: Extract<Wish, { kind: 'command' }>,
    asker: Asker,
  ): Promise<Card | Toast | undefined> => {
    const { name, command, input, project } = wish;
    const { say, actor } = asker;
    const words = wordsFor(name, input);
    let change: Change | undefined;
    const keepChange = async (): Promise<void> => {
      if (!change) return;
      await record(request, actor, name, 'done', { project, words, change, beside: 'changed' });
    };
    try {
      const answer = await command.run(input, {
        ...asker,
        requestId: request.id,
        changed: (before, after) => {
          change = { before, after };
        },
        ...toldLanguage(request),
      });
      await keepChange();
      return answer;
    } catch (error) {
      // Changed it has all the same.
      await keepChange();
      if (error instanceof NoRoom) return noRoomCard(error, say);
      const why = error instanceof Fault ? error.code : 'unexpected';
      note('failed', wish, asker);
      const more = { project, words, why, beside: 'failed' } as const;
      await record(request, actor, name, 'failed', more);
      throw error;
    }
  };

  return {
    async serve(request, wish, asker) {
      const { actor, say } = asker;
      if (wish.kind === 'refused') {
        return wish.isLong ? { text: say(wish.word) } : { toast: say(wish.word) };
      }
      if (wish.kind === 'unknown') {
        note('unknown', wish, asker);
        return { text: say('dispatch-unknown-command', { name: plain(wish.name) }) };
      }
      const { name, command, project, refusal } = wish;
      const words = wordsFor(name, wish.input);
      if (refusal) {
        note('forbidden', wish, asker);
        const why = `needs ${command.role}, has ${roleIn(actor, project) ?? 'nothing'}`;
        await record(request, actor, name, 'refused', { project, words, why });
        return refusal;
      }
      note('allowed', wish, asker);
      await record(request, actor, name, 'allowed', { project, words });
      await wish.take?.();
      return run(request, wish, asker);
    },

    async stopAnyway(request, wish, asker) {
      if (wish.kind !== 'command' || wish.name !== 'stop' || wish.refusal) return undefined;
      const answer = await run(request, wish, asker);
      if (answer && 'toast' in answer && answer.isIdle) return undefined;
      note('allowed', wish, asker);
      const words = wordsFor(wish.name, wish.input);
      await record(request, asker.actor, wish.name, 'allowed', { project: wish.project, words });
      return answer;
    },
  };
}
