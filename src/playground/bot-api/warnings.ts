/** What the real service would have ignored in silence, and what the emulator cannot show. */
export interface Warnings {
  /** Oldest first; the same array for good. One that comes again is there once, with its number. */
  readonly list: readonly string[];
  add(warning: string): void;
  clear(): void;
}

/** A bot that runs for days repeats itself: older ones than this make room. */
const KEPT_WARNINGS = 1_000;
const MAX_CHARACTERS = 1_000;

/** None yet. */
export function warningList(): Warnings {
  const list: string[] = [];
  /** In the order of `list`. */
  const counts = new Map<string, number>();
  const shown = (warning: string, count: number): string =>
    count === 1 ? warning : `${warning} (${count} times)`;

  return {
    list,
    add(given) {
      const warning = given.length > MAX_CHARACTERS ? `${given.slice(0, MAX_CHARACTERS)}…` : given;
      const count = counts.get(warning) ?? 0;
      counts.set(warning, count + 1);
      if (count === 0) list.push(warning);
      else list[list.indexOf(shown(warning, count))] = shown(warning, count + 1);
      if (list.length <= KEPT_WARNINGS) return;
      list.shift();
      const [oldest = ''] = counts.keys();
      counts.delete(oldest);
    },
    clear() {
      list.length = 0;
      counts.clear();
    },
  };
}
