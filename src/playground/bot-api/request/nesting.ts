/** [TD] JsonBuilder.h: 100 levels, and more is no JSON. What walks through a value relies on it. */
const MAX_NESTING = 100;

/** Says whether a value of JSON nests so deep that looking through it may exhaust the stack. */
export function nestsTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_NESTING) return true;
    const next: unknown[] = [];
    for (const item of level) {
      if (typeof item !== 'object' || item === null || ArrayBuffer.isView(item)) continue;
      for (const inner of Object.values(item)) if (typeof inner === 'object') next.push(inner);
    }
    level = next;
  }
  return false;
}
