import { constants, createWriteStream } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sha256 } from '#lib/digest.ts';
import type { DownloadOutcome, Downloads } from '#ports/downloads/port.ts';
import { botApi } from './api.ts';
import { backoffMs, pause, timerClock } from './clock.ts';
import { TELEGRAM_LIMITS, type Limits } from './limits.ts';

interface DownloadOptions {
  readonly token: string;
  readonly apiRoot: string;
  readonly environment: 'prod' | 'test';
  /** Ours alone; made at the first use. */
  readonly directory: string;
  /** Milliseconds since the epoch, UTC. */
  readonly now: () => number;
  /** Shorter in tests. */
  readonly silenceMs?: number;
  readonly limits?: Pick<Limits, 'retryMs' | 'maxRetryMs'>;
}

/** Telegram's own server hands out so much, [S] Client.h:71; one that runs with `--local` all. */
const CLOUD_BYTES = 20 * 1_024 * 1_024;
const LOCAL_BYTES = 2_000_000_000;
const CLOUD = 'https://api.telegram.org';
const TRIES = 5;
/** A line that brings nothing for so long is taken for dead. */
const SILENCE_MS = 30_000;
const KEEP_MS = 24 * 60 * 60_000;

/** What one try ended with; `again`: another may do better. */
type Try = DownloadOutcome | { readonly kind: 'again'; readonly reason: string; waitMs?: number };

/** Downloads over the Bot API: a link from `getFile`, then the bytes, from where they broke off. */
export function telegramDownloads(options: DownloadOptions): Downloads {
  const { directory, silenceMs = SILENCE_MS, limits = TELEGRAM_LIMITS } = options;
  const api = botApi(options);
  const clock = timerClock(options.now);
  const isLocal = options.apiRoot !== CLOUD;
  const mostBytes = isLocal ? LOCAL_BYTES : CLOUD_BYTES;
  const fileOf = (key: string): string => path.join(directory, sha256(key).slice(0, 40));
  let prepared: Promise<void> | undefined;

  const attempt = async (fileId: string, target: string, signal: AbortSignal): Promise<Try> => {
    const found = await api.call('getFile', { file_id: fileId }, { signal });
    if (found.kind === 'flood')
      return { kind: 'again', reason: 'flood', waitMs: found.retryAfterMs };
    if (found.kind === 'broken') return { kind: 'again', reason: found.reason };
    if (found.kind === 'refused')
      return /too big/iu.test(found.description) ? { kind: 'too-big' } : { kind: 'gone' };
    const { file_path: filePath } = (found.result ?? {}) as { file_path?: unknown };
    if (typeof filePath !== 'string' || filePath === '') return { kind: 'gone' };
    // With `--local` the server tells where on its disk the file is.
    if (isLocal && path.isAbsolute(filePath)) return take(filePath, target);
    return load(filePath, target, signal);
  };

  const take = async (source: string, target: string): Promise<Try> => {
    const there = await lstat(source).catch(() => undefined);
    // The server is on another machine, or its folder is not ours to read.
    if (!there?.isFile()) return { kind: 'failed', reason: 'local-file' };
    const part = `${target}.part`;
    try {
      await copyFile(source, part, constants.COPYFILE_FICLONE);
      return await finish(part, target);
    } catch (error) {
      await rm(part, { recursive: true, force: true });
      return { kind: 'failed', reason: reasonOfDisk(error) };
    }
  };

  const load = async (filePath: string, target: string, signal: AbortSignal): Promise<Try> => {
    const part = `${target}.part`;
    const have = (await stat(part).catch(() => undefined))?.size ?? 0;
    const silence = new AbortController();
    const stop = AbortSignal.any([signal, silence.signal]);
    let timer = setTimeout(() => silence.abort(), silenceMs);
    try {
      const headers = have > 0 ? { range: `bytes=${have}-` } : {};
      const answer = await fetch(urlOf(filePath, options), {
        headers,
        signal: stop,
        redirect: 'error',
      });
      if (answer.status === 416) {
        // What lies here is all of it, or of something else: begun anew it is right for sure.
        await rm(part, { force: true });
        return { kind: 'again', reason: '416' };
      }
      if (answer.status === 404 || answer.status === 400) return { kind: 'gone' };
      if (!answer.ok || !answer.body) return { kind: 'again', reason: String(answer.status) };
      // A part that nobody asked for is not the file.
      if (answer.status === 206 && have === 0) return { kind: 'again', reason: '206' };
      const isRest = answer.status === 206;
      let bytes = isRest ? have : 0;
      const watched = async function* (pieces: AsyncIterable<Uint8Array>) {
        for await (const piece of pieces) {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), silenceMs);
          bytes += piece.length;
          if (bytes > mostBytes) throw new TooBig();
          yield piece;
        }
      };
      const body = Readable.fromWeb(answer.body);
      const flags = isRest ? 'a' : 'w';
      await pipeline(body, watched, createWriteStream(part, { flags, mode: 0o600 }));
      return await finish(part, target);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof TooBig) return { kind: 'too-big' };
      // Trying again brings no room.
      if (isFull(error)) return { kind: 'failed', reason: DISK_FULL };
      return { kind: 'again', reason: reasonOf(error) };
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    limits: { mostBytes, isLocal },

    async fetch(key, { fileId, sizeBytes }, signal) {
      if (sizeBytes !== undefined && sizeBytes > mostBytes) return { kind: 'too-big' };
      prepared ??= prepare(directory, clock.now());
      const unprepared = await prepared.then(
        () => undefined,
        (error: unknown) => (isFull(error) ? DISK_FULL : reasonOf(error)),
      );
      if (unprepared !== undefined) {
        prepared = undefined;
        return { kind: 'failed', reason: unprepared };
      }
      const target = fileOf(key);
      const there = await stat(target).catch(() => undefined);
      if (there) return { kind: 'done', file: target, sizeBytes: there.size };
      let reason = '';
      for (let tries = 1; tries <= TRIES; tries += 1) {
        const outcome = await attempt(fileId, target, signal);
        signal.throwIfAborted();
        if (outcome.kind !== 'again') return outcome;
        ({ reason } = outcome);
        await pause(clock, outcome.waitMs ?? backoffMs(limits, tries), signal);
        signal.throwIfAborted();
      }
      return { kind: 'failed', reason };
    },

    async discard(key) {
      for (const file of [fileOf(key), `${fileOf(key)}.part`]) await rm(file, { force: true });
    },
  };
}

class TooBig extends Error {}

async function finish(part: string, target: string): Promise<Try> {
  const { size } = await stat(part);
  await rename(part, target);
  return { kind: 'done', file: target, sizeBytes: size };
}

/** Never shown: the token is in it. */
function urlOf(filePath: string, { apiRoot, token, environment }: DownloadOptions): string {
  const test = environment === 'test' ? 'test/' : '';
  const safe = filePath.split('/').map(encodeURIComponent).join('/');
  return `${apiRoot}/file/bot${token}/${test}${safe}`;
}

/** The message of a network error holds the address and with it the token: only codes go on. */
function reasonOf(error: unknown): string {
  const { cause, name, code } = (error ?? {}) as {
    cause?: { code?: string };
    name?: string;
    code?: string;
  };
  return cause?.code ?? code ?? name ?? 'unknown';
}

const DISK_FULL = 'disk-full';

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(reasonOf(error));
}

/** Why a file of the server's disk could not be taken over. */
function reasonOfDisk(error: unknown): string {
  if (isFull(error)) return DISK_FULL;
  const reason = reasonOf(error);
  // It is there, and not ours to read; or it went between two looks.
  return ['EACCES', 'EPERM', 'ENOENT'].includes(reason) ? 'local-file' : reason;
}

/** What a crash left and nobody has asked for again. */
async function prepare(directory: string, nowMs: number): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  for (const name of await readdir(directory)) {
    const file = path.join(directory, name);
    const { mtimeMs = 0 } = (await stat(file).catch(() => undefined)) ?? {};
    if (nowMs - mtimeMs > KEEP_MS) await rm(file, { force: true, recursive: true });
  }
}
