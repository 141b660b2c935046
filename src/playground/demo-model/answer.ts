import { parseDemo } from './demo-script.ts';
import { toHands } from './hands.ts';
import type { ChatRequest } from './request.ts';
import type { Reply } from './reply.ts';
import { nextReply, type Script } from './script.ts';
import { addCommand } from './skills/add-command.ts';
import { addRoute } from './skills/add-route.ts';
import { askPerson } from './skills/ask-person.ts';
import { createFile } from './skills/create-file.ts';
import { fixTest } from './skills/fix-test.ts';
import { runCommand } from './skills/run-command.ts';
import { countSlowly, explain, greet, relayFinished } from './skills/say.ts';
import type { Skill } from './skills/skill.ts';
import { readTurn } from './turn.ts';
import { wordsFor } from './words.ts';

/** The first that knows what to do about a request does it. */
const SKILLS: readonly Skill[] = [
  relayFinished,
  runCommand,
  askPerson,
  createFile,
  addRoute,
  addCommand,
  fixTest,
  countSlowly,
  greet,
  explain,
];

/** The built-in behavior: the next thing to say or do in this conversation. */
export function answer({ messages, tools }: ChatRequest): Reply {
  const { text, done } = readTurn({ messages });
  const words = wordsFor(text);
  const demo = parseDemo(text);
  if (demo) return nextReply(demo, done, { text: words.lost });

  const hands = toHands(tools);
  const script = firstOf(SKILLS, (skill) => skill(text, hands, words));
  if (!script) return { text: words.lost };
  const reply = nextReply(script, done, { text: words.lost });
  const missing = reply.toolCalls?.find(({ name }) => !tools.some((tool) => tool.name === name));
  if (missing) return { text: `${words.noTool(missing.name)}\n\n${words.sign}` };
  if (reply.toolCalls) return reply;
  return { ...reply, text: `${reply.text ?? ''}\n\n${words.sign}` };
}

function firstOf(skills: readonly Skill[], ask: (skill: Skill) => Script | undefined) {
  for (const skill of skills) {
    const script = ask(skill);
    if (script) return script;
  }
  return undefined;
}
