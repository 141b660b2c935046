import type { Command } from '#kernel/command.ts';
import { sha256 } from '#lib/digest.ts';
import type { CommandFile, Ops } from '#ports/ops/port.ts';
import type { OpsProblem, OpsWhy } from '#ports/ops/problem.ts';
import type { Json, Store } from '#ports/store/port.ts';
import { builtInName, toBind } from './bind-rules.ts';
import { boundCommand } from './bound.command.ts';
import type { Declaration, Valued } from './declaration.ts';
import { lineIn } from './line-in.ts';
import { readDeclaration } from './read-declaration.ts';

/** The declarative commands that are in force, and what is wrong with those that are not. */
export interface Library {
  /** By name, in the order of their files. */
  commands(): ReadonlyMap<string, Command>;
  /** The digest of the command as it is declared now. */
  digestOf(name: string): string | undefined;
  /** What is wrong in files as they are now; of those that were good before, that version holds. */
  problems(): readonly OpsProblem[];
  /** Reads all of it anew, once at a time; keeps what it has where that cannot be read. */
  load(): Promise<void>;
}

interface Options {
  readonly ops: Pick<Ops, 'commandFiles'>;
  /** Every command that is no declarative one, by name. */
  readonly builtIns: ReadonlyMap<string, Command>;
  readonly settings: Store['settings'];
  /** Makes a command of the operator's own. */
  readonly own: (declaration: Declaration, does: Valued) => Command;
  /** Told when other commands are in force. */
  readonly changed: (commands: ReadonlyMap<string, Command>) => void;
  /** Tells owners what is wrong in a file, once for each number. */
  readonly tell: (file: string, problems: readonly OpsProblem[], number: number) => Promise<void>;
  readonly log: (message: string, details: object) => void;
}

/** What is kept over restarts: else a file that was broken before would leave no command after. */
interface Kept {
  /** By file: what was good last, with the prompts that it named. */
  readonly good: Readonly<Record<string, Good>>;
  /** By file: what of it was told. */
  readonly told: Readonly<Record<string, string>>;
  readonly count: number;
}

interface Good {
  readonly text: string;
  readonly prompts: Readonly<Record<string, string>>;
}

const SETTING = 'declared-commands';
/** So many commands nobody finds in /help. */
const MOST_FILES = 100;
const NOTHING: Kept = { good: {}, told: {}, count: 0 };

/** Declarative commands, from `commands/` of the ops repository. */
export function createLibrary(options: Options): Library {
  const { ops, builtIns, settings, log } = options;
  let commands: ReadonlyMap<string, Command> = new Map();
  let digests: ReadonlyMap<string, string> = new Map();
  let problems: readonly OpsProblem[] = [];
  let loading: Promise<void> | undefined;
  let again = false;

  const bind = (
    declaration: Declaration,
    text: string,
    taken: ReadonlyMap<string, Command>,
  ): Command | readonly OpsProblem[] => {
    const { name, file, does } = declaration;
    const wrong = (path: readonly string[], why: OpsWhy): readonly OpsProblem[] => [
      { file, line: lineIn(text, path), key: path.join('.'), why },
    ];
    const isBuiltIn = builtIns.has(name);
    if (isBuiltIn || taken.has(name)) {
      return wrong(['metadata', 'name'], {
        code: isBuiltIn ? 'name-built-in' : 'name-taken',
        name,
      });
    }
    if (does.kind !== 'bound') return options.own(declaration, does);
    const bound = toBind(does.spec, builtIns.get(builtInName(does.spec)));
    if ('why' in bound) return wrong(bound.path, bound.why);
    return boundCommand(declaration, does.spec, bound.builtIn);
  };

  const readAll = async (): Promise<void> => {
    const files = await ops.commandFiles();
    const texts = files.filter(({ file }) => /\.ya?ml$/u.test(file));
    const kept = ((await settings.get(SETTING)) as Kept | undefined) ?? NOTHING;
    const found: OpsProblem[] = [];
    const made = new Map<string, Command>();
    const known = new Map<string, string>();
    const good: Record<string, Good> = {};
    const told: Record<string, string> = {};
    let { count } = kept;

    /** Takes a version of a file, unless something is wrong with it. */
    const take = (file: string, version: Good): readonly OpsProblem[] => {
      const promptOf = (name: string): string | undefined =>
        Object.hasOwn(version.prompts, name) ? version.prompts[name] : undefined;
      const read = readDeclaration({ file, text: version.text, promptOf });
      if (!('does' in read)) return read;
      const command = bind(read, version.text, made);
      if (!('run' in command)) return command;
      made.set(command.name, command);
      known.set(command.name, read.digest);
      good[file] = version;
      return [];
    };

    const prompts = promptsOf(files);
    for (const { file, text } of texts.slice(0, MOST_FILES)) {
      const wrong = take(file, { text, prompts: named(text, prompts) });
      if (wrong.length === 0) continue;
      found.push(...wrong);
      const before = kept.good[file];
      if (before) take(file, before);
      const mark = sha256(JSON.stringify([text, wrong]));
      if (kept.told[file] !== mark) {
        count += 1;
        await options.tell(file, wrong, count);
      }
      told[file] = mark;
    }
    for (const { file } of texts.slice(MOST_FILES)) {
      found.push({ file, why: { code: 'many-commands', limit: MOST_FILES } });
    }
    const keep: Kept = { good, told, count };
    if (JSON.stringify(keep) !== JSON.stringify(kept)) {
      await settings.set(SETTING, keep as unknown as Json);
    }
    commands = made;
    digests = known;
    problems = found;
    options.changed(made);
  };

  const loadUntilDone = async (): Promise<void> => {
    do {
      again = false;
      try {
        await readAll();
      } catch (error) {
        log('declarative commands could not be read, the old ones hold', { error });
      }
    } while (again);
  };

  return {
    commands: () => commands,
    digestOf: (name) => digests.get(name),
    problems: () => problems,
    load() {
      again = true;
      loading ??= loadUntilDone().finally(() => {
        loading = undefined;
      });
      return loading;
    },
  };
}

/** By name: the files beside commands that they may name as prompts. */
function promptsOf(files: readonly CommandFile[]): ReadonlyMap<string, string> {
  const found = files.filter(({ file }) => file.endsWith('.md'));
  return new Map(found.map(({ file, text }) => [file.slice(file.lastIndexOf('/') + 1), text]));
}

/** Those that a command's file names: only they make another version of it. */
function named(
  text: string,
  prompts: ReadonlyMap<string, string>,
): Readonly<Record<string, string>> {
  return Object.fromEntries([...prompts].filter(([name]) => text.includes(name)));
}
