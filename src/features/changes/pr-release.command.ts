import type { Card, Toast } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Operations } from '#operations/operations.ts';
import type { MergeInput } from './merge.ts';
import {
  type ChangePorts,
  isCommitId,
  partyOf,
  placeOf,
  requestName,
  short,
  toNumber,
} from './place.ts';
import { isOwn, releasersOf } from './policy.ts';
import { showChange } from './pr.command.ts';
import { viewOf } from './view.ts';

type Options = ChangePorts & { readonly operations: Operations };

/** The buttons of changes that a releaser may tap; each is bound to the commit on its card. */
export function prReleaseCommand(options: Options): Command {
  const { forge, git, operations } = options;
  return {
    name: 'pr_release',
    role: 'releaser',
    concerns: 'named',
    listed: false,
    async run({ words: [name, act, third, head] }, call): Promise<Card | Toast | undefined> {
      const { say, actor, conversation } = call;
      const place = await placeOf(options, name);
      const number = toNumber(third);
      const isAct = act === 'approve' || act === 'merge' || act === 'squash';
      if (!place || number === undefined || !isAct || !isCommitId(head))
        return { toast: say('dispatch-stale') };
      const { project, directory } = place;
      const change = await forge.get(project, number);
      if (!change) return { toast: say('pr-unknown', { project, number }) };
      if (change.state !== 'open')
        return { toast: say(`pr-ended-${change.state}`, { project, number }) };
      const moved = (sha: string) =>
        showChange(
          options,
          place,
          number,
          call,
          say('pr-moved', { project, number, sha: short(sha) }),
        );
      if (change.head !== head) return moved(change.head);
      if (act === 'approve') {
        const view = await viewOf(git, directory, change);
        const others = (await releasersOf(project, options)).some((each) => each !== actor.id);
        if (others && isOwn(view, actor.id)) return { toast: say('pr-own-approve') };
        const kept = await forge.review(project, number, {
          key: call.requestId,
          by: partyOf(actor),
          verdict: 'approve',
          comment: '',
          atSha: head,
        });
        if (kept.kind === 'moved') return moved(kept.head);
        return showChange(options, place, number, call, say('pr-done-approve', { number }));
      }
      const input: MergeInput = { number, head, method: act };
      await operations.start({
        id: `merge-${requestName(call)}`,
        kind: 'change-merge',
        conversationId: conversation.id,
        actorId: actor.id,
        project,
        input: { ...input, actorName: actor.name },
      });
      return { toast: say('pr-merge-started', { number }) };
    },
  };
}
