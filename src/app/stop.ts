/** One part of a clean end. */
export interface Stage {
  readonly name: string;
  /** After that the next part begins; this one may go on meanwhile. */
  readonly deadlineMs: number;
  readonly end: () => Promise<unknown>;
}

/**
 * Ends one part after another. One that fails or takes too long is logged and does not keep the
 * others from ending. Resolves with the names of those.
 */
export async function stopInOrder(
  stages: readonly Stage[],
  log: (message: string, details: object) => void,
): Promise<readonly string[]> {
  const unclean: string[] = [];
  for (const { name, deadlineMs, end } of stages) {
    const late = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => late.resolve('late'), deadlineMs);
    try {
      const how = await Promise.race([end().then(() => 'ended' as const), late.promise]);
      if (how === 'ended') continue;
      log('a part did not end in time', { part: name, deadlineMs });
    } catch (error) {
      log('a part did not end cleanly', { part: name, error });
    } finally {
      clearTimeout(timer);
    }
    unclean.push(name);
  }
  return unclean;
}
