import { addToProject } from './add-to-project.ts';
import { literal, quotedAnswer, type Skill } from './skill.ts';

const REQUEST =
  /(?:add|create|make|implement|добав\p{L}*|созда\p{L}*|сдела\p{L}*)[^\n/]*?(?:^|\s)["'`«]?\/([a-z][a-z0-9_]{0,31})(?![\p{L}\p{N}/-])/iu;

/** "add a /ping command with a test (that answers "pong")" in a `telegram-bot` project. */
export const addCommand: Skill = (text, hands, words) => {
  if (!/command|команд/iu.test(text)) return undefined;
  const name = REQUEST.exec(text)?.[1]?.toLowerCase();
  if (!name) return undefined;
  const answer = quotedAnswer(text) ?? (name === 'ping' ? 'pong' : words.defaultText);
  return addToProject(
    {
      archetype: 'telegram-bot',
      title: `/${name}`,
      path: `src/commands/${name}`,
      code: commandCode(answer),
      test: commandTest(name, answer),
    },
    hands,
    words,
  );
};

function commandCode(answer: string): string {
  return `import type { Command } from '../commands.ts';

export const command: Command = {
  description: ${literal(`Answer ${answer}`.replaceAll(/\s+/gu, ' ').slice(0, 100))},
  reply: () => ${literal(answer)},
};
`;
}

function commandTest(name: string, answer: string): string {
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { command } from './${name}.ts';

test('/${name} gives its answer', async () => {
  assert.equal(await command.reply(''), ${literal(answer)});
});
`;
}
