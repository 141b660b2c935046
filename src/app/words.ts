import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import type { Language, Say } from '#kernel/language.ts';

/** Reads `<language>.ftl` of `directory`. @throws Error when a file does not parse as a whole. */
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
  return (key, values) => {
    const pattern = bundle.getMessage(key)?.value;
    // A missing word must not silence an answer; the test of the files keeps it from happening.
    return pattern ? bundle.formatPattern(pattern, values ? { ...values } : null) : key;
  };
}
