import { type Button, type Card, plain, type Toast } from '#kernel/card.ts';
import type { Call, Command, Words } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Store } from '#ports/store/port.ts';
import { type Read, readArguments } from './arguments.ts';
import { confirmationCard, confirmedIn, isStale } from './confirmation.ts';
import type { Declaration, Valued } from './declaration.ts';
import type { Argument } from './schema.ts';
import { startDeclared, type StartOptions, type Wanted } from './start.ts';

interface Options extends StartOptions {
  readonly store: Pick<Store, 'projects' | 'settings' | 'operations' | 'actors'>;
  readonly now: () => number;
}

/** Says how to set up a pipeline. */
const PIPELINES = 'docs/how-to/declare-a-command.md';

/** A command of the operator's own: runs a program, asks the agent, or starts a pipeline. */
export function ownCommand(options: Options, declaration: Declaration, does: Valued): Command {
  const { name } = declaration;
  const { summary, role, args, confirm } = does.spec;
  return {
    name,
    role,
    concerns: 'current',
    listed: true,
    summary: { en: summary.en, ru: summary.ru ?? summary.en },
    async run(input, call) {
      const { conversation, say } = call;
      const project =
        conversation.project && (await options.store.projects.get(conversation.project));
      if (!project) return noProjectCard(call);
      const confirmed = confirm ? confirmedIn(declaration, input.words, call.actor.id) : undefined;
      if (!confirmed && isStale(input.words)) return { toast: say('declared-changed') };
      const words = confirmed ? split(confirmed.text) : wordsOf(input);
      const read = readArguments(args, words);
      if (read.kind !== 'values') return askAgain(options, declaration, does, read, call);
      if (does.kind === 'pipeline') {
        const about = { project: plain(project.name), page: PIPELINES };
        return { text: say('declared-no-pipeline', about) };
      }
      const text = words.join(' ');
      if (confirm && !confirmed) return confirmationCard(declaration, text, call);
      const wanted: Wanted = { declaration, does, values: read.values, text };
      const asked = confirmed ? { ...call, requestId: confirmed.requestId } : call;
      return startDeclared(options, project.name, wanted, asked);
    },
  };
}

/** The text that was asked for comes behind the words of the question. */
function wordsOf({ words, text, isFreeText }: Words): readonly string[] {
  return isFreeText ? [...words, ...split(text)] : words;
}

function split(text: string): readonly string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/u);
}

/** What is missing is asked for; what is wrong is said. */
async function askAgain(
  { store, now }: Options,
  { name }: Declaration,
  { spec: { args } }: Valued,
  read: Exclude<Read, { readonly kind: 'values' }>,
  { say, conversation }: Call,
): Promise<Card | Toast> {
  if (read.kind === 'too-many')
    return { text: say('declared-usage', { usage: usageOf(name, args) }) };
  const { argument } = read;
  const about = { name: plain(argument.name) };
  if (read.kind === 'bad') {
    const value = plain(visible(shorten(read.value, 60)));
    const allowed = plain(argument.choices?.join(', ') ?? argument.pattern ?? '');
    const key = allowed === '' ? 'declared-bad-value' : 'declared-bad-value-allowed';
    return { text: say(key, { ...about, value, allowed }) };
  }
  const buttons = (argument.choices ?? []).map((choice): readonly Button[] => [
    { label: choice, command: name, words: [...read.given, choice] },
  ]);
  if (buttons.length === 0) {
    const expectation = { command: name, words: [...read.given], untilMs: now() + EXPECTED_FOR_MS };
    await store.settings.set(expectationKey(conversation.id), expectation);
  }
  const text = say(buttons.length === 0 ? 'declared-ask' : 'declared-choose', about);
  return { text, ...(buttons.length > 0 && { buttons }) };
}

function usageOf(name: string, args: readonly Argument[]): string {
  const words = args.map((each) =>
    each.default === undefined ? `<${each.name}>` : `[${each.name}]`,
  );
  return plain(['/' + name, ...words].join(' '));
}
