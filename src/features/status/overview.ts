import type { Say } from '#kernel/language.ts';
import { type EnvironmentSources, type EnvironmentState, SIGNS, statesOf } from './environments.ts';
import type { Within } from './within.ts';

const SHOWN = 10;

/** One line for each of the first projects that the person may see: its environments by signs. */
export async function overviewLines(
  sources: EnvironmentSources,
  isSeen: (project: string) => boolean,
  within: Within,
  say: Say,
): Promise<readonly string[]> {
  const names = (await sources.store.projects.list()).map(({ name }) => name).filter(isSeen);
  if (names.length === 0) return [];
  const shown = names.slice(0, SHOWN);
  const { states, areHoldsKnown } = await statesOf(sources, shown, within);
  const lines = shown.map((name, index) => {
    const parts = states[index]?.map(shortOf) ?? [
      say('status-silent', { what: say('status-source-ops') }),
    ];
    return `- ${[`**${name}**`, ...parts].join(' · ')}`;
  });
  const left = names.length - SHOWN;
  return [
    ...lines,
    ...(areHoldsKnown ? [] : [say('status-silent', { what: say('status-source-holds') })]),
    ...(left > 0 ? [say('status-more', { count: left })] : []),
  ];
}

function shortOf({ environment, status, held, isDrifted }: EnvironmentState): string {
  const sign = status ? SIGNS[status.health] : '❔';
  const sha = status?.live && `\`${status.live.sha.slice(0, 7)}\``;
  const hold = held && (held.kind === 'lock' ? '🔒' : '🧊');
  const parts = [sign, environment.name, sha, isDrifted ? '⚠️' : undefined, hold];
  return parts.filter((part) => part !== undefined).join(' ');
}
