import { plain } from '#kernel/card.ts';
import type { Language, Say } from '#kernel/language.ts';
import { visible } from '#lib/visible.ts';
import type { Chat } from '#ports/chat/port.ts';
import { describeProblem, type OpsProblem } from '#ports/ops/problem.ts';
import { ownerHomes } from '#ports/store/owner-homes.ts';
import type { Store } from '#ports/store/port.ts';

interface Ports {
  readonly store: Pick<Store, 'actors' | 'conversations'>;
  readonly chat: Chat;
  readonly ownerIds: readonly number[];
  readonly sayIn: (language: Language) => Say;
}

/** Tells every owner at home what is wrong in a command's file; once for one `number`. */
export function tellProblems({ store, chat, ownerIds, sayIn }: Ports) {
  return async (file: string, problems: readonly OpsProblem[], number: number): Promise<void> => {
    const name = plain(visible(file));
    for (const home of await ownerHomes(store, ownerIds)) {
      const say = sayIn(home.language);
      const rows = problems.map(
        (problem) => `- ${name}:${problem.line ?? 1} ${describeProblem(problem, say)}`,
      );
      const text = say('declared-problems', { file: name });
      const card = { text: [text, ...rows].join('\n') };
      await chat.post(home, `declared-problems-${number}-${home.id}`, card);
    }
  };
}
