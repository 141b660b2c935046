import { type Card, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { shorten } from '#lib/text.ts';
import { visibleName } from '#lib/visible.ts';
import { errandKind } from '#operations/errand.ts';
import type { OperationKind } from '#operations/kind.ts';
import type { LargeFile } from '#ports/git/history.ts';
import type { Commit } from '#ports/git/port.ts';
import { handMessage } from './commit.ts';
import { commitWork, type Tree, treeOf } from './commit-work.ts';
import { changeCard } from './final.ts';
import { heldCard } from './held-card.ts';
import type { Held } from './held.ts';
import type { TurnPorts } from './show-turn.ts';

type Ports = Pick<TurnPorts, 'chat' | 'git' | 'workspace' | 'store' | 'sayIn' | 'masker'>;

/** Servers for repositories refuse a file of more, and with it everything that comes later. */
const MOST_FILE_BYTES = 100_000_000;
const NAMED = 8;

/** What the step `commit` keeps. */
type Result = Commit | null | Held | Large;
interface Large {
  readonly large: readonly LargeFile[];
}

/** Commits what somebody left in the working tree, by their wish. */
export function commitByHandKind(ports: Ports): OperationKind {
  return errandKind<Tree>(ports, {
    title: 'Commits what lies in the working tree, by the wish of a person.',
    steps: {
      commit: 'Commits the working tree, unless there is a secret in it or a file too large.',
    },
    what: (_, say) => say('commit-what'),
    placeOf: (operation) => treeOf(ports, operation),
    async work(run, { project, directory, actor, say }) {
      const { id: operationId, input } = run.operation;
      const { message } = input as { readonly message: string };
      const result = await run.step<Result>('commit', async (attempt) => {
        const large = await ports.git.largeFiles(directory, MOST_FILE_BYTES);
        if (large.length > 0) return { large };
        return commitWork(ports, {
          project,
          operationId,
          actor,
          attempt,
          message: (workers) => handMessage({ message, operationId, actor, workers }),
        });
      });
      const isMade = result !== null && 'sha' in result;
      return {
        card: cardOf(result, { project, operationId, actor }, say),
        outcome: isMade ? { state: 'done', result: { sha: result.sha } } : { state: 'failed' },
      };
    },
  });
}

function cardOf(
  result: Result,
  about: {
    readonly project: string;
    readonly operationId: string;
    readonly actor: { readonly id: number; readonly name: string };
  },
  say: Say,
): Card {
  const { project } = about;
  if (result === null) return { text: say('commit-nothing', { project }) };
  if ('held' in result) return heldCard(result, about, say);
  if ('sha' in result) return { ...changeCard(result, about, say), ring: true };
  const named = result.large.slice(0, NAMED).map(({ path, sizeBytes }) => {
    const name = plain(shorten(visibleName(path), 120));
    return `- ${say('commit-large-file', { path: name, size: { bytes: sizeBytes } })}`;
  });
  const hidden = result.large.length - named.length;
  const more = hidden > 0 ? [say('turn-more-files', { count: hidden })] : [];
  const parts = [say('commit-large', { project }), named.join('\n'), ...more];
  return { text: [...parts, say('commit-large-advice')].join('\n\n') };
}
