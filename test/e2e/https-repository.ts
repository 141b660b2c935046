import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gitServer, type GitServer } from '#ports/git/cli/git-server.ts';

/** A repository with a long past on a server that speaks https, the way people name one to the bot. */
export interface HttpsRepository {
  /** `https://127.0.0.1:<port>/shop.git` */
  readonly url: string;
  /** The certificate to trust, as a file: good as `GIT_SSL_CAINFO`. */
  readonly certificate: string;
  /** Git in the bare repository, in UTF-8 and without quotes around names. */
  git(...args: readonly string[]): string;
  close(): Promise<void>;
}

/** Serves a repository with the history that `stream` tells `git fast-import`; its files lie in `root`. */
export async function httpsRepository(root: string, stream: string): Promise<HttpsRepository> {
  const inner = await gitServer();
  await inner.add('shop', {});
  const directory = path.join(fileURLToPath(inner.fileUrl), 'shop.git');
  execFileSync('git', ['fast-import', '--quiet'], { cwd: directory, input: stream });
  const certificate = path.join(root, 'certificate.pem');
  const keyFile = path.join(root, 'key.pem');
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certificate];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc'];
  execFileSync('openssl', ['req', ...kind, '-days', '2', ...subject, ...files], { stdio: 'pipe' });
  const server = await encrypted(inner, {
    key: await readFile(keyFile),
    cert: await readFile(certificate),
  });
  return {
    url: `https://127.0.0.1:${server.port}/shop.git`,
    certificate,
    git: (...args) => inner.git('shop', '-c', 'core.quotePath=false', ...args).trim(),
    async close() {
      await server.close();
      await inner.close();
    },
  };
}

async function encrypted(inner: GitServer, pair: { key: Buffer; cert: Buffer }) {
  const server = createServer(pair, (incoming, outgoing) => {
    const { method, headers } = incoming;
    const onward = request(
      new URL(incoming.url ?? '/', inner.url),
      { method, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
