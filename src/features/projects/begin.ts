import { plain } from '#kernel/card.ts';
import type { Call } from '#kernel/command.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import type { Operations } from '#operations/operations.ts';
import type { Git } from '#ports/git/port.ts';
import type { RemoteUrl } from '#ports/git/remote-url.ts';
import type { Json, Store } from '#ports/store/port.ts';
import { type Names, namesLike, problemWith } from './naming.ts';
import { nameProblem } from './wizard-cards.ts';

/** What starting a project works with. */
export interface BeginOptions extends Names {
  readonly operations: Operations;
  readonly store: Pick<Store, 'projects' | 'operations'>;
  readonly workspace: Names['workspace'];
  readonly git: Pick<Git, 'readUrl'>;
}

/** A repository that somebody wants, under a name that will do. */
interface Wanted {
  readonly remote: RemoteUrl;
  readonly name: string;
}

/** Starts the operations that make projects. */
export interface Begin {
  /** The project that the same request makes already: it comes again after a crash. */
  started(call: Call): Promise<string | undefined>;
  /** The name is good. @throws {NoRoom} */
  fromTemplate(
    wanted: { readonly archetype: string; readonly name: string },
    call: Call,
  ): Promise<void>;
  /** @throws {NoRoom} */
  fromRepository(wanted: Wanted & { readonly isTemplate: boolean }, call: Call): Promise<void>;
  /** Reads `<url> [name]`; without a name, one like that of the repository is found. */
  readAddress(
    words: readonly string[],
    call: Call,
  ): Promise<
    | ({ readonly kind: 'good' } & Wanted)
    /** `near`: a name that would do. */
    | { readonly kind: 'bad'; readonly problem: string; readonly near?: string }
  >;
}

export function createBegin(options: BeginOptions): Begin {
  const { operations, store, git } = options;

  const start = async (
    kind: 'new' | 'clone',
    name: string,
    input: Readonly<Record<string, Json>>,
    { requestId, conversation, actor }: Call,
  ): Promise<void> => {
    await operations.start({
      id: idOf(kind, requestId),
      kind,
      conversationId: conversation.id,
      actorId: actor.id,
      project: name,
      input: { ...input, actorName: actor.name },
    });
  };

  return {
    async started({ requestId }) {
      const ids = (['new', 'clone'] as const).map((kind) => idOf(kind, requestId));
      const found = await Promise.all(ids.map((id) => store.operations.get(id)));
      return found.find((each) => each !== undefined)?.project;
    },
    fromTemplate: ({ archetype, name }, call) => start('new', name, { archetype }, call),
    fromRepository: ({ remote, name, isTemplate }, call) =>
      start('clone', name, { url: remote.url, isTemplate }, call),
    async readAddress([typed = '', wish, ...rest], { say }) {
      const read = git.readUrl(typed);
      if (read.kind === 'bad') return { kind: 'bad', problem: say(`remote-url-${read.why}`) };
      const { remote } = read;
      const word = [wish ?? '', ...rest].join(' ').trim();
      const [near] = await namesLike(word === '' ? remote.name : word, options);
      if (word === '') {
        if (near !== undefined) return { kind: 'good', remote, name: near };
        const shown = plain(shorten(visible(remote.name), 80));
        return { kind: 'bad', problem: say('new-name-bad', { name: shown }) };
      }
      const why = await problemWith(word, options);
      if (!why) return { kind: 'good', remote, name: word };
      const problem = nameProblem(word, why, say);
      return { kind: 'bad', problem, ...(near !== undefined && { near }) };
    },
  };
}

function idOf(kind: 'new' | 'clone', requestId: string): string {
  return `${kind}-${requestId.replaceAll(/[^a-z0-9]+/giu, '-')}`;
}
