import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody who uses a release all the time. */
export interface Poller {
  readonly answers: readonly string[];
  /** What did not end with 200, in words. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

const EVERY_MS = 50;

/** Asks for `url` every 50 ms, each time on a connection of its own, until it is stopped. */
export function poll(url: string): Poller {
  const answers: string[] = [];
  const failures: string[] = [];
  const stopped = new AbortController();
  const ask = (): Promise<void> =>
    new Promise((resolve) => {
      const end = (failure?: string): void => {
        if (failure !== undefined) failures.push(failure);
        resolve();
      };
      const request = get(url, { agent: new Agent({ keepAlive: false }) }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('error', (error) => end(String(error)));
        response.on('end', () => {
          answers.push(text);
          end(response.statusCode === 200 ? undefined : `${response.statusCode} ${text}`);
        });
      });
      request.on('error', (error) => end(String(error)));
    });
  const running = (async () => {
    const asked: Promise<void>[] = [];
    while (!stopped.signal.aborted) {
      asked.push(ask());
      await sleep(EVERY_MS);
    }
    await Promise.all(asked);
  })();
  return {
    answers,
    failures,
    async stop() {
      stopped.abort();
      await running;
    },
  };
}
