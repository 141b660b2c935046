import type { Command, Words } from '#kernel/command.ts';
import { confirmationCard, confirmedIn, isStale } from './confirmation.ts';
import type { Declaration } from './declaration.ts';
import type { BoundSpec } from './schema.ts';

/** A built-in command under a name of its own, with its first words fixed. */
export function boundCommand(declaration: Declaration, spec: BoundSpec, builtIn: Command): Command {
  const { summary, gitOps, args } = spec;
  /** What the built-in command is told. */
  const inputOf = (input: Words, text: string): Words => {
    const words = [...args, ...(text === '' ? [] : text.split(/\s+/u))];
    const all = [...args, ...(text === '' ? [] : [text])].join(' ');
    return { ...input, words, text: all };
  };
  const { concerns } = builtIn;
  return {
    name: declaration.name,
    role: spec.role ?? builtIn.role,
    ...(concerns !== undefined && { concerns }),
    ...(builtIn.privateOnly && { privateOnly: true }),
    listed: true,
    summary: { en: summary?.en ?? lineOf(spec), ru: summary?.ru ?? summary?.en ?? lineOf(spec) },
    async run(input, call) {
      const bound = { ...call, ...(gitOps && { gitOps }) };
      if (!spec.confirm) return builtIn.run(inputOf(input, input.text), bound);
      const confirmed = confirmedIn(declaration, input.words, call.actor.id);
      if (confirmed) {
        const { text, requestId } = confirmed;
        return builtIn.run(inputOf(input, text), { ...bound, requestId });
      }
      if (isStale(input.words)) return { toast: call.say('declared-changed') };
      return confirmationCard(declaration, input.text, call);
    },
  };
}

function lineOf({ command, args }: BoundSpec): string {
  return [command, ...args].join(' ');
}
