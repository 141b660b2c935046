import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Repositories on a server of this machine, for a test; git itself serves them. */
export interface GitServer {
  /** `http://127.0.0.1:<port>`; asks for a password where the server was given one. */
  readonly url: string;
  /** `file://…` of the same repositories. */
  readonly fileUrl: string;
  /** The environment of every git process that answered, by name of the variable. */
  readonly askedFor: readonly string[];
  /** Makes `<name>.git` with these files in one commit on `main`. */
  readonly add: (name: string, files: Readonly<Record<string, string>>) => Promise<void>;
  /** Commits more, as somebody else would. */
  readonly commit: (name: string, files: Readonly<Record<string, string>>) => Promise<string>;
  /** Git in the bare repository. */
  readonly git: (name: string, ...args: readonly string[]) => string;
  readonly close: () => Promise<void>;
}

const ENV = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Person',
  GIT_AUTHOR_EMAIL: 'person@example.org',
  GIT_COMMITTER_NAME: 'Person',
  GIT_COMMITTER_EMAIL: 'person@example.org',
};

/** Starts one on a free port. */
export async function gitServer(login?: { user: string; password: string }): Promise<GitServer> {
  const root = await mkdtemp(path.join(tmpdir(), 'git-server-'));
  const run = (cwd: string, ...args: readonly string[]) =>
    execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      env: ENV,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const bare = (name: string) => path.join(root, `${name}.git`);
  const askedFor: string[] = [];
  const expected =
    login && `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;

  const server = createServer((request, response) => {
    const [pathname = '', query = ''] = (request.url ?? '').split('?');
    askedFor.push(`${request.method} ${pathname}`);
    if (expected !== undefined && request.headers.authorization !== expected) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
      return;
    }
    const child = spawn('git', ['http-backend'], {
      env: {
        ...ENV,
        GIT_PROJECT_ROOT: root,
        GIT_HTTP_EXPORT_ALL: '1',
        PATH_INFO: pathname,
        QUERY_STRING: query,
        REQUEST_METHOD: request.method ?? 'GET',
        REMOTE_USER: 'person',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    request.pipe(child.stdin);
    child.stdin.on('error', () => undefined);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => {
      const all = Buffer.concat(chunks);
      const end = all.indexOf('\r\n\r\n');
      const head = all.subarray(0, Math.max(0, end)).toString().split('\r\n');
      const fields = head.map((line) => line.split(/: ?(.*)/su).slice(0, 2) as [string, string]);
      const status = fields.find(([name]) => name.toLowerCase() === 'status')?.[1];
      const headers = fields.filter(([name]) => name !== '' && name.toLowerCase() !== 'status');
      response.writeHead(Number.parseInt(status ?? '200', 10), Object.fromEntries(headers));
      response.end(all.subarray(end + 4));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const commit = async (name: string, files: Readonly<Record<string, string>>): Promise<string> => {
    const work = await mkdtemp(path.join(root, 'work-'));
    run(root, 'clone', '--quiet', bare(name), work);
    run(work, 'checkout', '--quiet', '-B', 'main');
    for (const [file, content] of Object.entries(files)) {
      await mkdir(path.dirname(path.join(work, file)), { recursive: true });
      await writeFile(path.join(work, file), content);
    }
    run(work, 'add', '--all');
    run(work, 'commit', '--quiet', '--message', `Change ${Object.keys(files).join(', ')}`);
    run(work, 'push', '--quiet', 'origin', 'main');
    const sha = run(work, 'rev-parse', 'HEAD').trim();
    await rm(work, { recursive: true });
    return sha;
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fileUrl: `file://${root}`,
    askedFor,
    commit,
    async add(name, files) {
      run(root, 'init', '--quiet', '--bare', '--initial-branch=main', bare(name));
      run(bare(name), 'config', 'http.receivepack', 'true');
      if (Object.keys(files).length > 0) await commit(name, files);
    },
    git: (name, ...args) => run(bare(name), ...args),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}
