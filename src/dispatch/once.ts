/** Things that were told; beyond that the longest ago is forgotten. */
const MAX_TOLD = 10_000;

/** Says whether something named `key` was not told within `againMs`; then it counts as told now. */
export function createOnce(now: () => number): (key: number | string, againMs: number) => boolean {
  const toldAtMs = new Map<number | string, number>();
  return (key, againMs) => {
    const told = toldAtMs.get(key);
    if (told !== undefined && now() - told < againMs) return false;
    toldAtMs.delete(key);
    toldAtMs.set(key, now());
    const [oldest] = toldAtMs.keys();
    if (toldAtMs.size > MAX_TOLD && oldest !== undefined) toldAtMs.delete(oldest);
    return true;
  };
}
