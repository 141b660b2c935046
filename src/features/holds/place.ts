import { type Card, plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { HoldPorts } from './ports.ts';
import type { Wanted } from './wanted.ts';

/** What `/freeze` is about, or what to say where that is not clear. */
type Place =
  | {
      readonly kind: 'place';
      /** Absent: every project. */
      readonly project?: string;
      /** Absent: every environment. */
      readonly environment?: string;
      readonly reason: string;
    }
  /** A slip of the finger must freeze nothing else than what was meant. */
  | { readonly kind: 'unclear'; readonly card: Card };

/** What `/freeze` is about: `[project|all] [environment]`, and why, where no quotes say it. */
export async function placeOf(ports: HoldPorts, wanted: Wanted, call: Call): Promise<Place> {
  const { say, conversation } = call;
  const unclear = (text: string): Place => ({ kind: 'unclear', card: { text } });
  const [first, ...rest] = wanted.names;
  const isAll = first !== undefined && /^(?:all|все|всё)$/iu.test(first);
  const found = first === undefined ? undefined : await ports.store.projects.get(lower(first));
  const named = found && isShown(call, found.name) ? found.name : undefined;
  const current =
    conversation.project === undefined
      ? undefined
      : (await ports.store.projects.get(conversation.project))?.name;
  const project = isAll ? undefined : (named ?? current);
  const environments = await environmentsOf(ports, project, isAll, call);
  const isNamed = isAll || named !== undefined;
  const [word, ...more] = isNamed ? rest : wanted.names;
  const environment =
    word !== undefined && environments.includes(lower(word)) ? lower(word) : undefined;
  if (!isNamed && first !== undefined && environment === undefined)
    return unclear(say('freeze-unknown', { name: shown(first) }));
  if (!isAll && project === undefined) return { kind: 'unclear', card: noProjectCard(call) };
  const left = environment === undefined && isNamed ? rest : more;
  const [strange] = left;
  if (wanted.quoted !== undefined && strange !== undefined) {
    const words = { environment: shown(strange), project: project ?? say('hold-everything') };
    return unclear(say('deploy-unknown', words));
  }
  return {
    kind: 'place',
    ...(project !== undefined && { project }),
    ...(environment !== undefined && { environment }),
    reason: wanted.quoted ?? left.join(' '),
  };
}

/** Names of environments that can be meant; of every project where all are. */
async function environmentsOf(
  { ops, store }: HoldPorts,
  project: string | undefined,
  isAll: boolean,
  call: Call,
): Promise<readonly string[]> {
  const projects = isAll
    ? (await store.projects.list()).map(({ name }) => name).filter((name) => isShown(call, name))
    : project === undefined
      ? []
      : [project];
  const found = await Promise.all(projects.map((name) => ops.environments(name)));
  return found.flat().map(({ name }) => name);
}

function lower(word: string): string {
  return word.toLowerCase();
}

function shown(word: string): string {
  return plain(shorten(visible(word), 40));
}
