import { type Command, UsageError } from '../commands.ts';

export const command: Command = {
  summary: 'Say hello',
  usage: '[--shout] NAME',
  options: { shout: { type: 'boolean' } },
  run({ words: [name, ...rest], options }, { print }) {
    if (name === undefined || rest.length > 0) throw new UsageError('Give me one name.');
    const greeting = `Hello, ${name}!`;
    print(`${options['shout'] === true ? greeting.toUpperCase() : greeting}\n`);
  },
};
