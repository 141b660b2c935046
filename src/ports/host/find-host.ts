import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Fault } from '#kernel/fault.ts';
import { processStart } from '#lib/process-identity.ts';
import { callHost } from './call.ts';
import { type HostRecord, PROTOCOL, hostFiles, parseRecord } from './protocol.ts';

export interface HostOptions {
  /** Absolute; the host's own directory in the bot's data. */
  readonly directory: string;
  /** Absolute path of the Node program that runs it. */
  readonly node: string;
  /** Where people reach the environments. */
  readonly bindHost: string;
  readonly log: (message: string, details: object) => void;
}

const START_LIMIT_MS = 20_000;
const POLL_MS = 25;

/** The host that runs and can be talked to; nothing when there is none. */
export async function runningHost(directory: string): Promise<HostRecord | undefined> {
  const text = await readFile(hostFiles(directory).record, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const record = parseRecord(text);
    return (await processStart(record.pid)) === record.start ? record : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Makes sure that a host of this version runs. One of an older bot is told to leave: it ends its
 * listening the moment the new one can begin, lets go of the releases, which go on running, and
 * finishes what is under way. Connections that come between the two wait or are refused for about a
 * tenth of a second.
 * @throws {Fault} `deploy-failed` when none can be started
 */
export async function ensureHost(options: HostOptions): Promise<void> {
  const { directory, log } = options;
  const found = await runningHost(directory);
  if (found?.protocol === PROTOCOL) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const pid = spawnHost(options);
  if (found !== undefined) {
    log('another host takes over', { from: found.pid, to: pid });
    await callHost(hostFiles(directory).socket, { do: 'leave' }).catch(() => undefined);
  }
  const deadlineMs = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadlineMs) {
    const record = await runningHost(directory);
    if (record?.protocol === PROTOCOL) {
      log('the host runs', { pid: record.pid });
      return;
    }
    await sleep(POLL_MS);
  }
  const said = await readFile(hostFiles(directory).log, 'utf8').catch(() => '');
  throw new Fault('deploy-failed', `the host does not start: ${said.slice(-1000)}`);
}

function spawnHost({ directory, node, bindHost }: HostOptions): number | undefined {
  const output = openSync(hostFiles(directory).log, 'a', 0o600);
  try {
    const program = fileURLToPath(new URL('main.ts', import.meta.url));
    const child = spawn(node, [program, directory, bindHost], {
      cwd: directory,
      // Nothing of ours: releases get theirs with what is started.
      env: {},
      stdio: ['ignore', output, output],
      detached: true,
    });
    child.on('error', () => undefined);
    child.unref();
    return child.pid;
  } finally {
    closeSync(output);
  }
}
