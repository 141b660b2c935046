import { open } from 'node:fs/promises';

/** Makes new names in `directory` outlive a loss of power. Some shares cannot, and need not. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
