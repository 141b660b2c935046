import type { Hands } from '../hands.ts';
import { choice, failure } from '../results.ts';
import type { Script } from '../script.ts';
import type { Words } from '../words.ts';
import type { Skill } from './skill.ts';

const REQUEST = /^\s*(?:please\s+)?(?:ask me|спроси(?:те)? меня)[\s,:]*([^:\n]+)(?::\s*(.+))?/iu;
/** OpenClaw's `ask_user` takes 2 to 4 options. */
const MAX_OPTIONS = 4;

/** "ask me which color: red, blue": a question with buttons; Yes and No without a list. */
export const askPerson: Skill = (text, hands, words) => {
  const [, question, list = ''] = REQUEST.exec(text) ?? [];
  if (!question) return undefined;
  const listed = list.split(/\s*(?:,|;|\bor\b|\sили\s)\s*/u).map((option) => option.trim());
  const options = [...new Set(listed.filter(Boolean))].slice(0, MAX_OPTIONS);
  return run(question.trim(), options.length > 1 ? options : words.yesNo, hands, words);
};

function* run(question: string, options: readonly string[], hands: Hands, words: Words): Script {
  const asked = `${question.replace(/[?.!]+$/u, '')}?`;
  const result = yield hands.ask(asked, options);
  const reason = failure(result);
  if (reason) return { text: words.failed('ask_user', reason) };
  const chosen = choice(result);
  return { text: chosen === undefined ? words.notAnswered() : words.answered(chosen) };
}
