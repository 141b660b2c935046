import type { Hands } from '../hands.ts';
import { failure } from '../results.ts';
import type { Script } from '../script.ts';
import type { Words } from '../words.ts';
import type { Skill } from './skill.ts';

const PATH = /(?:file|файл)\s+["'`«]?([^\s"'`«»]+?)["'`»]?|["'`«]?([\w./-]+\.[a-z0-9]+)["'`»]?/u
  .source;
const VERB = /(?:create|write|make|add|созда\p{L}*|напиш\p{L}*|добав\p{L}*)\s+/u.source;
const WITH = /with(?:\s+(?:the\s+)?(?:text|content))?|containing|с\s+(?:текстом|содержимым)|со?/u
  .source;
const REQUEST = new RegExp(
  String.raw`^(?:please\s+)?${VERB}(?:(?:a|the|new|новый)\s+)*(?:${PATH})(?:[\s,:]+(?:${WITH})[\s:]+([\s\S]*)|[.!]?)$`,
  'iu',
);
const QUOTES = /^(?:"([\s\S]*)"|'([\s\S]*)'|«([\s\S]*)»|“([\s\S]*)”|`([\s\S]*)`)$/u;

/** "create a file notes.md with some text". */
export const createFile: Skill = (text, hands, words) => {
  const [, named, bare, content = ''] = REQUEST.exec(text.trim()) ?? [];
  const path = named ?? bare;
  return path ? run(path, unquote(content), hands, words) : undefined;
};

function* run(path: string, content: string, hands: Hands, words: Words): Script {
  const text = content.endsWith('\n') || content === '' ? content : `${content}\n`;
  const reason = failure(yield hands.write(path, text));
  return { text: reason ? words.failed(path, reason) : words.wrote(path) };
}

function unquote(text: string): string {
  return (
    QUOTES.exec(text)
      ?.slice(1)
      .find((inner) => inner !== undefined) ?? text
  );
}
