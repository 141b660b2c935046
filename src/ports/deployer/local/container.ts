import { access, readFile } from 'node:fs/promises';

const MARKS = ['/.dockerenv', '/run/.containerenv'];
const CONTROL_GROUP = /[/:](?:docker|kubepods|containerd|crio|libpod|lxc)[/:.-]/u;

/** What of the machine tells; given by tests. */
export interface Signs {
  exists(file: string): Promise<boolean>;
  /** Empty when there is no such file. */
  read(file: string): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Whether we run in a container: a release would end with it, and its address would be known inside
 * alone.
 */
export async function isInContainer(signs: Signs = ofThisMachine()): Promise<boolean> {
  for (const mark of MARKS) if (await signs.exists(mark)) return true;
  if ((signs.environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '') return true;
  if ((signs.environment['container'] ?? '') !== '') return true;
  return CONTROL_GROUP.test(await signs.read('/proc/self/cgroup'));
}

function ofThisMachine(): Signs {
  return {
    environment: process.env,
    exists: (file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    read: (file) => readFile(file, 'utf8').catch(() => ''),
  };
}
