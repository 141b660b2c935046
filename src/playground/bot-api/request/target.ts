/** Telegram runs a second, separate one for tests of bots. */
export type Environment = 'main' | 'test';

/** What a request is for. */
export interface Target {
  readonly kind: 'method' | 'file';
  readonly token: string;
  /** Asked for in Telegram's test environment. */
  readonly isTest: boolean;
  /** The method, or the path of the file. */
  readonly rest: string;
  readonly url: URL;
}

/**
 * Takes an address apart: `/bot<token>/<method>` and `/file/bot<token>/<path>`, with `/test` after
 * the token for the test environment ([S] HttpConnection.cpp). Nothing for any other.
 */
export function readTarget(address: string): Target | undefined {
  // An absolute address in the request line is refused, and `new URL` would take it for one.
  if (!address.startsWith('/') || !URL.canParse(`http://emulator${address}`)) return undefined;
  const url = new URL(`http://emulator${address}`);
  const path = decode(url.pathname);
  const found = /^\/(file\/)?bot([^/]+)(\/test)?\/(.*)$/su.exec(path);
  if (!found) return undefined;
  const [, file, token = '', test, rest = ''] = found;
  const kind = file === undefined ? 'method' : 'file';
  return { kind, token, isTest: test !== undefined, rest, url };
}

/** What is no percent-encoding stays as it is ([TD] HttpReader.cpp, urldecode). */
function decode(path: string): string {
  return path.replaceAll(/(?:%[0-9a-f]{2})+/giu, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
  );
}
