import { createAuthorizer } from '#dispatch/authorize.ts';
import { createDispatch } from '#dispatch/dispatch.ts';
import { parseLine } from '#dispatch/parse-line.ts';
import { createReception } from '#dispatch/reception.ts';
import type { Actor } from '#kernel/actor.ts';
import type { Command } from '#kernel/command.ts';
import { conversationId } from '#kernel/conversation.ts';
import { memoryChat } from '#ports/chat/memory.ts';
import { ALICE, furnishMatrix, type Project } from './roles-furnish.ts';
import { type Cell, isNamed, type RolesRow } from './roles.ts';
import { createWorld, type World } from './world.ts';

const PERSON = 50;
const GROUP = -100;
/** Kinds of chats. */
export const CHATS = ['private', 'group'] as const;

interface Trial {
  readonly way: 'text' | 'tap';
  readonly current: Project;
  /** Stands behind the line. */
  readonly word?: string;
}

/** Tries lines of `roles.csv` in the real dispatch. */
export interface Matrix {
  readonly world: World;
  /** By name: those that are tried. */
  readonly commands: ReadonlyMap<string, Command>;
  /** From now on the person has these rights; absent: is a stranger. */
  readonly becomes: (rights?: Omit<Actor, 'id' | 'name'>) => Promise<void>;
  /**
   * What becomes of a row about `project`: typed and tapped, and, where it names what it is about,
   * with the other project as the current one too; where nothing can be named, with words that name
   * the other project. One word where all of these agree.
   */
  readonly tries: (
    row: RolesRow,
    chatKind: (typeof CHATS)[number],
    project: Project,
  ) => Promise<string>;
}

/**
 * The real commands behind the real dispatch. What they would do is replaced, but where they decide
 * themselves.
 *
 * @param declared files of commands of one's own, by name of file
 */
export async function createMatrix(declared: Readonly<Record<string, string>>): Promise<Matrix> {
  const world = await createWorld();
  const { store } = world;
  const people = await furnishMatrix(world, declared);
  const ran: (string | undefined)[] = [];
  let isReal = false;
  const commands = new Map(
    [...world.commands].map(([name, command]): [string, Command] => [
      name,
      {
        ...command,
        async run(input, call) {
          if (isReal) return command.run(input, call);
          ran.push(call.conversation.project);
          return undefined;
        },
      },
    ]),
  );
  const sayIn = () => (key: string) => key;
  const ownerIds = [ALICE.id];
  const now = Date.now;
  const dispatch = createDispatch({
    store,
    commands,
    authorizer: createAuthorizer({ store, ownerIds, now }),
    reception: createReception({ store, chat: memoryChat(), ownerIds, sayIn, now }),
    limit: () => ({ kind: 'pass' }),
    sayIn,
    log: () => undefined,
  });
  let requests = 0;

  const trial = async (
    row: RolesRow,
    chatKind: (typeof CHATS)[number],
    project: Project,
    { way, current, word = '' }: Trial,
  ): Promise<Cell> => {
    const chatId = chatKind === 'private' ? PERSON : GROUP;
    const place = { chatId, actorId: PERSON, language: 'en' } as const;
    const id = conversationId({ chatId }, PERSON);
    await store.conversations.save({ id, ...place, project: current });
    const text = `${await people.fill(row.line, project)} ${word}`.trim();
    const request = {
      id: `roles:${(requests += 1)}`,
      from: { id: PERSON, name: 'Pat' },
      chatKind,
      place: { chatId },
    };
    ran.length = 0;
    isReal = row.answer !== undefined;
    const buttonId = `button-${requests}`;
    const { name, words } = parseLine(text) ?? { name: '', words: [] };
    if (way === 'tap')
      await store.buttons.add([{ id: buttonId, command: name, words, chatId, createdAtMs: 1 }]);
    const { card, toast } = await dispatch(
      way === 'tap' ? { ...request, kind: 'tap', buttonId } : { ...request, kind: 'text', text },
    );
    if (row.answer !== undefined) {
      const said = (card?.text ?? toast ?? '').replaceAll('\\', '').split(/[^\w-]+/u);
      return said.includes(row.answer) ? 'yes' : 'no';
    }
    if (ran.length === 0) return 'no';
    const isOnIt = isNamed(row.line) || ran[0] === project;
    return isOnIt || commands.get(row.command)?.concerns === 'bot' ? 'yes' : 'bare';
  };

  return {
    world,
    commands,
    async becomes(rights) {
      await (rights
        ? store.actors.save({ id: PERSON, name: 'Pat', ...rights })
        : store.actors.remove(PERSON));
    },
    async tries(row, chatKind, project) {
      const other = project === 'shop' ? 'blog' : 'shop';
      const isBare = row.line === `/${row.command}` && !row.takesNames;
      const trials: readonly Trial[] = [
        { way: 'text', current: project },
        { way: 'tap', current: isNamed(row.line) ? other : project },
        // What really runs takes long; each way once is enough.
        ...(isNamed(row.line) && row.answer === undefined
          ? [{ way: 'text', current: other } as const]
          : []),
        ...(isBare
          ? [other, `turn-${other}`].map(
              (word) => ({ way: 'text', current: project, word }) as const,
            )
          : []),
      ];
      const found = new Map<string, string[]>();
      for (const each of trials) {
        const cell = await trial(row, chatKind, project, each);
        found.set(cell, [...(found.get(cell) ?? []), Object.values(each).join(' ')]);
      }
      const [only] = found.keys();
      if (only !== undefined && found.size === 1) return only;
      return [...found].map(([cell, at]) => `${cell}: ${at.join(', ')}`).join('; ');
    },
  };
}
