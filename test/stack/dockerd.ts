import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** Made once per machine. */
const ARCHIVE = path.join(tmpdir(), 'codefoundry-test-docker', 'base.tar');
/** What projects and the bot's own image are built on; the same image under both names. */
const NAMES = ['node:24-bookworm-slim', 'node:24-alpine'];

/** A Docker of the tests' own, with a Node image and nothing else. */
export interface TestDocker {
  /** For `DOCKER_HOST`. */
  readonly host: string;
  stop(): Promise<void>;
}

/** What is missing to start it here; nothing when all is there. */
export function missingForDocker(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'root on Linux';
  const programs = ['dockerd', 'docker', 'debootstrap', 'iptables', 'setpriv'];
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  const missing = programs.filter(
    (name) => !folders.some((folder) => existsSync(path.join(folder, name))),
  );
  return missing.length === 0 ? undefined : missing.join(', ');
}

/** Starts `dockerd` in a directory of its own and brings the Node image in. */
export async function startDockerd(): Promise<TestDocker> {
  await execa(path.join(import.meta.dirname, 'base-image.sh'), [ARCHIVE, process.execPath]);
  const directory = await mkdtemp(path.join(tmpdir(), 'codefoundry-dockerd-'));
  const host = `unix://${directory}/docker.sock`;
  const inside = (name: string) => path.join(directory, name);
  const log = createWriteStream(inside('log'));
  await once(log, 'open');
  const args = ['--data-root', inside('data'), '--exec-root', inside('exec')];
  args.push('--pidfile', inside('docker.pid'), '--host', host);
  // It ends with us, also when we are interrupted.
  const daemon = spawn('setpriv', ['--pdeathsig', 'TERM', 'dockerd', ...args], {
    stdio: ['ignore', log, log],
    detached: true,
  });
  const stop = async () => {
    if (daemon.exitCode === null && daemon.signalCode === null) {
      const exited = once(daemon, 'exit');
      daemon.kill('SIGTERM');
      await Promise.race([exited, sleep(20_000).then(() => daemon.kill('SIGKILL'))]);
    }
    await rm(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const docker = { env: { DOCKER_HOST: host }, reject: false } as const;
    const deadlineMs = Date.now() + 30_000;
    while ((await execa('docker', ['version'], docker)).failed) {
      if (daemon.exitCode !== null || Date.now() > deadlineMs)
        throw new Error(`dockerd did not start: see ${directory}/log`);
      await sleep(100);
    }
    const [first = '', ...others] = NAMES;
    const trust = 'ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt';
    await execa('docker', ['import', '--change', trust, '--change', 'CMD ["node"]', '-', first], {
      env: { DOCKER_HOST: host },
      input: createReadStream(ARCHIVE),
    });
    for (const name of others)
      await execa('docker', ['tag', first, name], { env: { DOCKER_HOST: host } });
  } catch (error) {
    await stop();
    throw error;
  }
  return { host, stop };
}
