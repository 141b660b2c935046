import path from 'node:path';
import { promptFiles } from '#ports/prompts/files.ts';
import type { Prompts } from '#ports/prompts/port.ts';
import { ROOT } from './root.ts';

/**
 * The prompts of this installation, and of the projects in `projectsDir`.
 * @throws {Fault} `config-invalid` with file and line when one of ours is broken
 */
export function loadPrompts(projectsDir: string): Promise<Prompts> {
  const directoryOf = (project: string): string => path.join(projectsDir, project);
  return promptFiles({ promptsDir: path.join(ROOT, 'prompts'), directoryOf });
}
