import type { Target } from '../port.ts';
import type { Docker } from './docker.ts';
import { imageName } from './names.ts';
import type { ReleaseRecord } from './record.ts';

/** Those whose images are all still there, in the same order. */
export async function restorable(
  docker: Docker,
  records: readonly ReleaseRecord[],
): Promise<readonly ReleaseRecord[]> {
  const wanted = [...new Set(records.flatMap(imagesOf))];
  if (wanted.length === 0) return [];
  // It ends with an error when one is missing, and prints the others.
  const { stdout } = await docker.run(['image', 'inspect', '--format={{.Id}}', ...wanted]);
  const found = new Set(stdout.split('\n').map((line) => line.trim()));
  return records.filter((record) => imagesOf(record).every((image) => found.has(image)));
}

function imagesOf({ services }: ReleaseRecord): readonly string[] {
  return Object.values(services).map(({ image }) => image);
}

/** Takes the names of a release's images away; Docker removes what nobody else uses. */
export async function dropImages(
  docker: Docker,
  target: Target,
  record: ReleaseRecord,
): Promise<void> {
  const names = Object.keys(record.services).map((name) => imageName(target, name, record.id));
  if (names.length > 0) await docker.run(['image', 'rm', ...names]);
}
