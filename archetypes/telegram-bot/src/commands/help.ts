import { type Command, loadCommands } from '../commands.ts';

export const command: Command = {
  description: 'List the commands',
  async reply() {
    const commands = await loadCommands();
    return [...commands].map(([name, { description }]) => `/${name} - ${description}`).join('\n');
  },
};
