/** How much of something is done, in so many cells: `[████░░░░]`. `share` is from 0 to 1. */
export function bar(share: number, cells = 10): string {
  const filled = Math.min(cells, Math.max(0, Math.floor(share * cells)));
  return `[${'█'.repeat(filled)}${'░'.repeat(cells - filled)}]`;
}
