import type { Hands } from '../hands.ts';
import type { Script } from '../script.ts';
import type { Words } from '../words.ts';
import { runToEnd, type Skill } from './skill.ts';

const REQUEST = /^\s*(?:please\s+)?(?:run|execute|выполни|запусти)\p{L}*\s+[^`\n]*`([^`]+)`/iu;

/** "run `command`": exactly that command. */
export const runCommand: Skill = (text, hands, words) => {
  const command = REQUEST.exec(text)?.[1];
  return command ? run(command, hands, words) : undefined;
};

function* run(command: string, hands: Hands, words: Words): Script {
  const ran = yield* runToEnd(hands, command);
  switch (ran.kind) {
    case 'refused':
      return { text: words.refused(ran.reason) };
    case 'running':
      return { text: words.stillRunning(command) };
    case 'exited':
      return { text: words.ran(command, ran.code, ran.output) };
  }
}
