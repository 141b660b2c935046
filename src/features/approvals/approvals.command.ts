import type { Command } from '#kernel/command.ts';
import type { DecisionSource } from '#operations/decisions.ts';

/** `/approvals`: everything that waits for a decision of the one who asks. */
export function approvalsCommand(sources: readonly DecisionSource[]): Command {
  return {
    name: 'approvals',
    role: 'viewer',
    concerns: 'named',
    listed: true,
    async run({ words }, call) {
      for (const source of words.length > 0 ? sources : []) {
        const done = await source.act?.(words, call);
        if (done) return done;
      }
      const lists = await Promise.all(sources.map((source) => source.list(call)));
      const waiting = lists.flatMap((list) => list.waiting);
      const parts = [
        call.say(waiting.length === 0 ? 'approvals-none' : 'approvals-waiting'),
        waiting.join('\n'),
        ...lists.map((list) => list.standing ?? ''),
      ];
      return {
        text: parts.filter((part) => part !== '').join('\n\n'),
        buttons: lists.flatMap((list) => list.buttons),
      };
    },
  };
}
