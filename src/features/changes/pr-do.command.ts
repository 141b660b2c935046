import type { Card, Toast } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { EXPECTED_FOR_MS, expectationKey } from '#kernel/expectation.ts';
import type { Operations } from '#operations/operations.ts';
import type { Change } from '#ports/forge/port.ts';
import { letAgent } from './agent.ts';
import {
  type ChangePorts,
  isCommitId,
  partyOf,
  type Place,
  placeOf,
  requestName,
  short,
  taskOf,
  toNumber,
} from './place.ts';
import { showChange } from './pr.command.ts';
import { propose, proposeSplit } from './propose.ts';
import { viewOf } from './view.ts';

type Options = ChangePorts & {
  readonly operations: Operations;
  /** The command that starts a turn of the agent. */
  readonly code: Pick<Command, 'run'>;
  readonly now: () => number;
};

const MAX_TEXT = 4_000;

/** The buttons of changes that a developer may tap, and the words that they ask for. */
export function prDoCommand(options: Options): Command {
  const { forge, store, operations, now } = options;

  const ask = async (words: readonly string[], word: string, call: Call): Promise<Card> => {
    const setting = expectationKey(call.conversation.id);
    const untilMs = now() + EXPECTED_FOR_MS;
    await store.settings.set(setting, { command: 'pr_do', words: [...words], untilMs });
    const never = {
      label: call.say('comment-cancel'),
      command: 'pr_do',
      words: [words[0] ?? '', 'cancel'],
    };
    const number = Number(words[2]);
    return { text: call.say(`pr-ask-${word}`, { number }), ring: false, buttons: [[never]] };
  };

  return {
    name: 'pr_do',
    role: 'developer',
    concerns: 'named',
    listed: false,
    async run({ words, text, isFreeText }, call): Promise<Card | Toast | undefined> {
      const { say, actor, conversation } = call;
      const [project, act, third, fourth] = words;
      const place = await placeOf(options, project);
      const stale = { toast: say('dispatch-stale') };
      if (!place) return stale;
      if (act === 'open') return propose(options, place, '', call);
      if (act === 'split') return proposeSplit(options, place, [third, fourth], call);
      if (act === 'cancel') {
        await store.settings.set(expectationKey(conversation.id), null);
        return { toast: say('comment-canceled') };
      }
      const number = toNumber(third);
      if (number === undefined) return stale;
      const change = await forge.get(place.project, number);
      if (!change) return { toast: say('pr-unknown', { project: place.project, number }) };
      switch (act) {
        case 'comment':
        case 'request': {
          if (!isCommitId(fourth)) return stale;
          if (act === 'request' && change.state !== 'open')
            return { toast: say(`pr-ended-${change.state}`, { project: place.project, number }) };
          if (!isFreeText) return ask(words, act, call);
          const said = Array.from(text).slice(0, MAX_TEXT).join('');
          return remark(options, place, { change, act, text: said, shown: fourth }, call);
        }
        case 'close':
        case 'reopen': {
          const ended = await forge[act](place.project, number, partyOf(actor));
          const note = say(ended.kind === 'done' ? `pr-done-${act}` : 'pr-late', { number });
          return showChange(options, place, number, call, note);
        }
        case 'update':
          await operations.start({
            id: `update-${requestName(call)}`,
            kind: 'change-update',
            conversationId: conversation.id,
            actorId: actor.id,
            // Behind whatever runs in the tree whose files change.
            project: (await taskOf(options, place.project, change.source)) ?? place.project,
            input: { number, actorName: actor.name },
          });
          return { toast: say('pr-update-started', { number }) };
        case 'agent':
          return letAgent(options, place, change, call);
        case undefined:
        default:
          return stale;
      }
    },
  };
}

interface Said {
  readonly change: Change;
  readonly act: 'comment' | 'request';
  readonly text: string;
  /** The head that was on the card. */
  readonly shown: string;
}

async function remark(
  options: Options,
  place: Place,
  { change, act, text, shown }: Said,
  call: Call,
): Promise<Card> {
  const { forge, git } = options;
  const { project, number } = change;
  const key = call.requestId;
  const by = partyOf(call.actor);
  const { files } = await viewOf(git, place.directory, change);
  const names = new Set(files.map(({ path }) => path));
  if (act === 'request') {
    const review = { key, by, verdict: 'request-changes', comment: text, atSha: shown } as const;
    const kept = await forge.review(project, number, review);
    if (kept.kind === 'kept')
      return showChange(options, place, number, call, call.say('pr-done-request', { number }));
  }
  const comment = { key, by, ...toPlaced(text, names) };
  await forge.comment(project, number, comment);
  // Whoever asked for changes looked at something else: the words stay, the verdict does not.
  const words = { number, sha: short(change.head) };
  const note = call.say(act === 'request' ? 'pr-request-moved' : 'pr-done-comment', words);
  return showChange(options, place, number, call, note);
}

/** `src/a.ts:12 why?` is about a line, where the change has that file. */
function toPlaced(text: string, names: ReadonlySet<string>) {
  const found = /^(?<path>.+?):(?<line>\d{1,6})[:\s]\s*(?<rest>\S.*)$/su.exec(text)?.groups;
  const { path = '', line = '', rest = '' } = found ?? {};
  return found && names.has(path) ? { text: rest, path, line: Number(line) } : { text };
}
