import type { Command } from '../commands.ts';

export const command: Command = {
  description: 'Say hello',
  reply: (args) => (args ? `Hello, ${args}!` : 'Hello! Send /help to see what I can do.'),
};
