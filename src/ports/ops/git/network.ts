import path from 'node:path';
import { Fault } from '#kernel/fault.ts';
import { gitNetwork } from '#lib/git/network.ts';
import { type CappedRun, runCapped } from '#lib/run-capped.ts';
import { toRemoteUrl } from '#ports/git/remote-url.ts';

/** A repository elsewhere that is kept the same. */
export interface OpsRemote {
  /** `https://`, `ssh://` or `git@host:path`; `file://` for a disk that others see. No password in it. */
  readonly url: string;
  /** For `https`. */
  readonly token?: string;
  /** For `ssh`: a private key without passphrase, absolute. */
  readonly sshKeyFile?: string;
}

const TIMEOUT_MS = 2 * 60_000;
const CAP_BYTES = 64 * 1024;
/** Runs git in `directory` so that it talks with the remote alone, and asks nobody. */
export function opsNetwork(
  directory: string,
  { url, token, sshKeyFile }: OpsRemote,
): {
  readonly url: string;
  readonly run: (args: readonly string[], signal: AbortSignal) => Promise<CappedRun>;
} {
  const read = toRemoteUrl(url, ['https', 'ssh', 'http', 'file']);
  if (read.kind === 'bad') {
    throw new Fault('config-invalid', `the remote of the ops repository: ${read.why} address`);
  }
  const { remote } = read;
  const { settings, environment } = gitNetwork({
    ...remote,
    token,
    keyFile: sshKeyFile,
    knownHostsFile: path.join(directory, 'known_hosts'),
  });
  return {
    url: remote.url,
    run: (args, signal) =>
      runCapped(['git', `--git-dir=${directory}`, '--bare', ...settings, ...args], {
        directory,
        environment,
        timeoutMs: TIMEOUT_MS,
        capBytes: CAP_BYTES,
        signal,
      }),
  };
}
