import type { LiveVerdict } from './live.ts';
import type { Outcome } from './run-case.ts';

/** What the replay found, for a terminal: each difference, then what was skipped and why. */
export function describeReplay(verdicts: readonly LiveVerdict[]): string {
  const differences = verdicts.flatMap(({ title, expected, result }) => {
    if (result.kind !== 'different') return [];
    return [`${title}\n  emulator  ${describe(expected)}\n  Telegram  ${describe(result.got)}`];
  });
  const reasons = new Map<string, number>();
  for (const { result } of verdicts)
    if (result.kind === 'skipped')
      reasons.set(result.reason, (reasons.get(result.reason) ?? 0) + 1);
  const skipped = [...reasons]
    .toSorted(([, a], [, b]) => b - a)
    .map(([reason, times]) => `${String(times).padStart(5)}  ${reason}`);
  const count = (kind: LiveVerdict['result']['kind']): number =>
    verdicts.filter(({ result }) => result.kind === kind).length;
  return [
    ...differences,
    ...(skipped.length > 0 ? [['Skipped:', ...skipped].join('\n')] : []),
    `${verdicts.length} cases: ${count('same')} the same, ${count('different')} different, ${count('skipped')} skipped.`,
  ].join('\n\n');
}

function describe({ refusal, parameters }: Outcome): string {
  return parameters ? `${refusal} ${JSON.stringify(parameters)}` : refusal;
}
