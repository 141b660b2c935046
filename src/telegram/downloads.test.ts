import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sha256 } from '#lib/digest.ts';
import { createEmulator } from '#playground/bot-api/emulator.ts';
import { telegramDownloads } from './downloads.ts';

const TOKEN = '123456:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const limits = { retryMs: 5, maxRetryMs: 20 };
let directory: string;
let server: Server | undefined;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'downloads-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
  await rm(directory, { recursive: true, force: true });
});

const open = (apiRoot: string, token = TOKEN, silenceMs = 30_000) =>
  telegramDownloads({
    token,
    apiRoot,
    environment: 'prod',
    directory: path.join(directory, 'incoming'),
    now: Date.now,
    silenceMs,
    limits,
  });
const never = new AbortController().signal;

/** A server that answers `getFile` with that path, and everything else as told. */
async function serve(
  filePath: string,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  server = createServer((request, response) => {
    if (!request.url?.endsWith('/getFile')) return answer(request, response);
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, result: { file_id: 'f', file_path: filePath } }));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('downloads what a person sends, and keeps it until it is discarded', async () => {
  const emulator = createEmulator();
  const listening = await emulator.listen({ host: '127.0.0.1', port: 0 });
  try {
    const bot = emulator.bot();
    const alice = emulator.person({ id: 7, name: 'Alice' }).chat(bot);
    const { document } = alice.sendsDocument('ünï code.txt', Buffer.from('héllo'));
    const downloads = open(listening.url, bot.token);
    const got = await downloads.fetch('op:0', { fileId: document?.file_id ?? '' }, never);
    expect(got).toMatchObject({ kind: 'done', sizeBytes: 6 });
    expect(await readFile(got.kind === 'done' ? got.file : '', 'utf8')).toBe('héllo');
    const calls = emulator.calls.length;
    await downloads.fetch('op:0', { fileId: document?.file_id ?? '' }, never);
    expect(emulator.calls).toHaveLength(calls);
    await downloads.discard('op:0');
    expect(await readdir(path.join(directory, 'incoming'))).toEqual([]);
    expect(await downloads.fetch('op:1', { fileId: 'unknown' }, never)).toEqual({ kind: 'gone' });
    const huge = alice.sendsDocument('big.bin', Buffer.alloc(20 * 1_024 * 1_024 + 1)).document;
    expect(await downloads.fetch('op:2', { fileId: huge?.file_id ?? '' }, never)).toEqual({
      kind: 'too-big',
    });
  } finally {
    await listening.close();
  }
});

/** Of the one file that is on its way. */
async function partSize(): Promise<number> {
  const incoming = path.join(directory, 'incoming');
  const part = (await readdir(incoming)).find((name) => name.endsWith('.part')) ?? '';
  return (await stat(path.join(incoming, part))).size;
}

it('goes on where the line broke', async () => {
  const ranges: (string | undefined)[] = [];
  const root = await serve('documents/a.bin', (request, response) => {
    ranges.push(request.headers.range);
    if (ranges.length === 1) {
      response.setHeader('content-length', '10');
      response.write('01234');
      // Only what is on disk counts when the line breaks.
      void vi
        .waitUntil(async () => (await partSize()) === 5, 10_000)
        .finally(() => response.destroy());
      return;
    }
    response.writeHead(206).end('56789');
  });
  const got = await open(root).fetch('op:0', { fileId: 'f' }, never);
  expect(await readFile(got.kind === 'done' ? got.file : '', 'utf8')).toBe('0123456789');
  expect(ranges).toEqual([undefined, 'bytes=5-']);
});

it('begins anew where the server takes no ranges, and gives up a silent line', async () => {
  let calls = 0;
  const root = await serve('documents/a.bin', (_, response) => {
    calls += 1;
    if (calls === 1) response.writeHead(200, { 'content-length': '4' }).write('01');
    else response.writeHead(200).end('0123');
  });
  const got = await open(root, TOKEN, 200).fetch('op:0', { fileId: 'f' }, never);
  expect(await readFile(got.kind === 'done' ? got.file : '', 'utf8')).toBe('0123');
});

it('gives up after some tries, in words without the token', async () => {
  const root = await serve('documents/a.bin', (_, response) => void response.destroy());
  const got = await open(root).fetch('op:0', { fileId: 'f' }, never);
  expect(got.kind).toBe('failed');
  expect(JSON.stringify(got)).not.toContain(TOKEN);
});

it('takes a file from the disk of a Bot API server of one’s own', async () => {
  await mkdir(path.join(directory, 'server'));
  const there = path.join(directory, 'server', 'a.bin');
  await writeFile(there, 'large');
  const root = await serve(there, (_, response) => void response.writeHead(404).end());
  const downloads = open(root);
  expect(downloads.limits).toEqual({ mostBytes: 2_000_000_000, isLocal: true });
  const got = await downloads.fetch('op:0', { fileId: 'f' }, never);
  expect(await readFile(got.kind === 'done' ? got.file : '', 'utf8')).toBe('large');
  await rm(there);
  expect(await downloads.fetch('op:1', { fileId: 'f' }, never)).toEqual({
    kind: 'failed',
    reason: 'local-file',
  });
});

it('says that a file cannot be taken over, or that there is no room, and leaves nothing', async () => {
  const incoming = path.join(directory, 'incoming');
  const there = path.join(directory, 'a.bin');
  await writeFile(there, 'large');
  const local = await serve(there, (_, response) => void response.writeHead(404).end());
  // Something that cannot be written over stands where the copy is to go.
  const part = path.join(incoming, `${sha256('op:0').slice(0, 40)}.part`);
  await mkdir(part, { recursive: true });
  expect(await open(local).fetch('op:0', { fileId: 'f' }, never)).toEqual({
    kind: 'failed',
    reason: 'EISDIR',
  });
  expect(await readdir(incoming)).toEqual([]);
  server?.close();

  let calls = 0;
  const remote = await serve('documents/a.bin', (_, response) => {
    calls += 1;
    response.writeHead(200).end('0123');
  });
  const downloads = open(remote);
  expect(await downloads.fetch('op:1', { fileId: 'f' }, never)).toMatchObject({ kind: 'done' });
  await symlink('/dev/full', part);
  const full = { kind: 'failed', reason: 'disk-full' };
  expect(await downloads.fetch('op:0', { fileId: 'f' }, never)).toEqual(full);
  expect(calls).toBe(2);

  await rm(incoming, { recursive: true });
  await writeFile(incoming, 'in the way');
  expect(await open(remote).fetch('op:0', { fileId: 'f' }, never)).toMatchObject({
    kind: 'failed',
  });
});

it('says before any call what Telegram does not hand out, and stops when told', async () => {
  const cloud = open('https://api.telegram.org');
  expect(cloud.limits.isLocal).toBe(false);
  const file = { fileId: 'f', sizeBytes: 21_000_000 };
  expect(await cloud.fetch('op:0', file, never)).toEqual({ kind: 'too-big' });
  const root = await serve(
    'documents/a.bin',
    (_, response) => void response.writeHead(200).write('0'),
  );
  const stop = new AbortController();
  const fetching = open(root).fetch('op:0', { fileId: 'f' }, stop.signal);
  stop.abort(new Error('stopped'));
  await expect(fetching).rejects.toThrow('stopped');
});
