import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FluentBundle, FluentNumber, FluentResource } from '@fluent/bundle';
import type { Language, Say } from '#kernel/language.ts';
import { isTask, rootOf, taskWord } from '#kernel/project.ts';
import type { Quantity } from '#kernel/quantity.ts';
import { formatBytes, formatElapsed, formatMoment, formatUsd } from '#lib/format.ts';

/** Reads `<language>.ftl` of `directory`. @throws Error when a file has a key twice. */
export function loadWords(directory: string): (language: Language) => Say {
  const words = { en: sayFrom(directory, 'en'), ru: sayFrom(directory, 'ru') };
  return (language) => words[language];
}

function sayFrom(directory: string, language: Language): Say {
  // Isolation marks protect mixed-direction text; both languages are left to right, and the marks
  // would break Markdown and tests of exact text.
  const bundle = new FluentBundle(language, { useIsolating: false });
  const source = readFileSync(path.join(directory, `${language}.ftl`), 'utf8');
  const [problem] = bundle.addResource(new FluentResource(source));
  if (problem) throw problem;
  const taskOf = bundle.getMessage('task-of')?.value;
  const taskName = (project: string, task: string): string =>
    taskOf ? bundle.formatPattern(taskOf, { project, task }) : `${project}.${task}`;
  return (key, values) => {
    const pattern = bundle.getMessage(key)?.value;
    // A missing word must not silence an answer; the test of the files keeps it from happening.
    return pattern
      ? bundle.formatPattern(pattern, values ? written(values, language, taskName) : null)
      : key;
  };
}

type Values = NonNullable<Parameters<Say>[1]>;

/** Numbers of these names are names themselves: nobody types `/pr 1,234`. */
const NAMES = new Set(['number', 'seq', 'line', 'id', 'code']);

/** Values as people read them: also the name of a task, which only the bot calls `shop.login`. */
function written(
  values: Values,
  language: Language,
  taskName: (project: string, task: string) => string,
): Record<string, string | number | FluentNumber> {
  const write = (name: string, value: Values[string]): string | number | FluentNumber => {
    if (typeof value === 'object') return quantity(value, language);
    if (typeof value === 'string') return name === 'project' ? placeName(value, taskName) : value;
    return NAMES.has(name) ? new FluentNumber(value, { useGrouping: false }) : value;
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, write(name, value)]),
  );
}

/** It may be escaped for Markdown already. */
function placeName(value: string, taskName: (project: string, task: string) => string): string {
  const name = value.replaceAll('\\', '');
  return isTask(name) ? taskName(rootOf(name), taskWord(name)) : value;
}

function quantity(value: Quantity, language: Language): string {
  if ('bytes' in value) return formatBytes(language, value.bytes);
  if ('elapsedMs' in value) return formatElapsed(language, value.elapsedMs);
  if ('usd' in value) return formatUsd(language, value.usd);
  return formatMoment(language, value.atMs, value);
}
