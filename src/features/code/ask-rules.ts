import { rootOf } from '#kernel/project.ts';
import type { Ask } from '#ports/gateway/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { AskTurn } from './ask-cards.ts';
import type { AskDecision, AskRecord } from './ask-journal.ts';

/** The decision that needs no person, or nothing. */
export async function ruled(
  ask: Ask,
  turn: AskTurn,
  store: Pick<Store, 'allowances'>,
): Promise<'allow-once' | 'deny' | undefined> {
  if (ask.kind !== 'approval') return undefined;
  // The agent may name any directory for a command: another project is none of its business.
  if (ask.directory !== undefined && !(await turn.holds(ask.directory))) return 'deny';
  if (turn.templateCommands.has(ask.command)) return 'allow-once';
  const allowed = await store.allowances.list(rootOf(turn.project));
  return allowed.some((each) => each.command === ask.command) ? 'allow-once' : undefined;
}

/** What a person has decided; nothing while nobody has, or when it was taken for gone. */
export function decided(ask: Ask, { decision, answers }: AskRecord): AskDecision | undefined {
  if (decision) return decision.decision === 'gone' ? undefined : decision;
  if (ask.kind === 'approval' || answers.size < ask.questions.length) return undefined;
  const by = [...answers.values()].at(-1)?.by ?? '';
  return { by, decision: 'answered' };
}
