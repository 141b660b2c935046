/** The setting that holds whose work lies in a project and is in no commit yet; `null`: nobody's. */
export function uncommittedKey(project: string): string {
  return `uncommitted:${project}`;
}
