import type { Hands } from '../hands.ts';
import { failure, fileContent } from '../results.ts';
import type { Script } from '../script.ts';
import type { Words } from '../words.ts';
import { runTests } from './run-tests.ts';

/** Something new in a project: a file, the test beside it, and what to call it. */
export interface Addition {
  readonly archetype: string;
  readonly title: string;
  /** Without the ending: `src/commands/ping`. */
  readonly path: string;
  readonly code: string;
  readonly test: string;
}

const PROJECT_FILE = '.codefoundry/project.yaml';

/** Looks whether the project is of the right kind, writes both files and runs the tests. */
export function* addToProject(addition: Addition, hands: Hands, words: Words): Script {
  const { archetype, title, path, code, test } = addition;
  const files = [`${path}.ts`, `${path}.test.ts`] as const;

  const project = fileContent(yield hands.read(PROJECT_FILE));
  const found = /^archetype:\s*(\S+)/mu.exec(project ?? '')?.[1];
  if (found !== archetype) return { text: words.wrongProject(archetype, found) };

  for (const file of files) {
    if (fileContent(yield hands.read(file)) !== undefined) return { text: words.exists(file) };
  }
  for (const [file, content] of [
    [files[0], code],
    [files[1], test],
  ] as const) {
    const reason = failure(yield hands.write(file, content));
    if (reason) return { text: words.failed(file, reason) };
  }
  const { report } = yield* runTests(hands, words);
  return { text: `${words.added(title, files)}\n\n${report}` };
}
