/** How a repository elsewhere is reached. The last two are for tests. */
export type Scheme = 'https' | 'ssh' | 'http' | 'file';

/** What people may name. */
export const SCHEMES: readonly Scheme[] = ['https', 'ssh'];

/** A repository elsewhere, checked. */
export interface RemoteUrl {
  /** Begins with its scheme, holds no password, and can stand in a command line of git. */
  readonly url: string;
  readonly scheme: Scheme;
  /** With its port, where one is named; '' for `file`. */
  readonly host: string;
  /** Its last part, as its owner called it: `shop` of `https://host/team/shop.git`. */
  readonly name: string;
}

/** What is wrong with what somebody named. */
type UrlProblem =
  | 'malformed'
  /** Another scheme, or none that is known. */
  | 'scheme'
  /** A password or a name in it: it would end up in settings, logs and process lists. */
  | 'userinfo'
  /** Letters that look like others. */
  | 'unicode'
  | 'long';

/** What a typed address is. */
export type ReadUrl =
  | { readonly kind: 'good'; readonly remote: RemoteUrl }
  | { readonly kind: 'bad'; readonly why: UrlProblem };

const MOST_CHARS = 500;
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])$/iu;
const USER = /^[a-z_][a-z0-9_.-]*$/iu;
/** No query, no fragment, and nothing that a shell, a terminal or git reads as something else. */
const PATH = /^\/?[a-z0-9~_.%+@][a-z0-9~_.%+@/:=,-]*$/iu;

/** Reads the address of a repository: `https://…`, `ssh://…`, `git@host:team/shop.git`. */
export function toRemoteUrl(text: string, schemes: readonly Scheme[] = SCHEMES): ReadUrl {
  const typed = text.trim();
  if (typed.length > MOST_CHARS) return bad('long');
  if (/[\p{C}\s]/u.test(typed) || typed === '' || typed.startsWith('-')) return bad('malformed');
  const scheme = /^(?<scheme>[a-z][a-z0-9+.-]*):\/\//iu.exec(typed)?.groups?.['scheme'];
  if (scheme !== undefined) return ofUrl(typed, scheme.toLowerCase(), schemes);
  // `ext::sh -c …` and its like run a program.
  if (/^[a-z0-9+.-]+::/iu.test(typed) || /^file:/iu.test(typed)) return bad('scheme');
  return ofShort(typed, schemes);
}

function bad(why: UrlProblem): ReadUrl {
  return { kind: 'bad', why };
}

function ofUrl(typed: string, word: string, schemes: readonly Scheme[]): ReadUrl {
  const scheme = schemes.find((each) => each === word);
  if (!scheme) return bad('scheme');
  const [, authority = '', path = ''] = /^[^/]*\/\/([^/]*)(.*)$/u.exec(typed) ?? [];
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : authority.slice(0, at);
  const place = authority.slice(at + 1);
  // Who logs in by ssh needs a name; a password beside it is one too many.
  if (at >= 0 && !(scheme === 'ssh' && USER.test(user))) return bad('userinfo');
  if (scheme === 'file')
    return place === '' ? good(`file://${path}`, scheme, '', path) : bad('malformed');
  if (/[^\p{ASCII}]/u.test(authority)) return bad('unicode');
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/u.exec(place) ?? [];
  if (!HOST.test(host) || Number(port ?? 1) > 65_535 || Number(port ?? 1) === 0)
    return bad('malformed');
  const there = (port === undefined ? host : `${host}:${port}`).toLowerCase();
  const login = user === '' ? '' : `${user}@`;
  return good(`${scheme}://${login}${there}${path}`, scheme, there, path);
}

/** `git@host:team/shop.git`: rewritten, so that no part of it can be read as something else. */
function ofShort(typed: string, schemes: readonly Scheme[]): ReadUrl {
  const parts = /^(?<user>[^@:/]+)@(?<host>[^:/]+):(?<path>.+)$/u.exec(typed)?.groups;
  if (!parts || !schemes.includes('ssh')) {
    return bad(/^[^/]*:[^/]*@/u.test(typed) ? 'userinfo' : parts ? 'scheme' : 'malformed');
  }
  const { user = '', host = '', path = '' } = parts;
  if (/[^\p{ASCII}]/u.test(host)) return bad('unicode');
  if (!HOST.test(host) || !USER.test(user) || path.startsWith('-')) return bad('malformed');
  const there = host.toLowerCase();
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return good(`ssh://${user}@${there}${rooted}`, 'ssh', there, rooted);
}

function good(url: string, scheme: Scheme, host: string, path: string): ReadUrl {
  const trimmed = path.replace(/\/+$/u, '');
  const isEscaped = /%(?:[01][0-9a-f]|7f|2e|2f|5c|00)/iu.test(trimmed);
  const isUpward = trimmed.split('/').some((part) => part === '..' || part.startsWith('-'));
  if (trimmed === '' || !PATH.test(trimmed) || isEscaped || isUpward) return bad('malformed');
  const name = (trimmed.split('/').at(-1) ?? '').replace(/\.git$/iu, '');
  const end = url.length - (path.length - trimmed.length);
  return { kind: 'good', remote: { url: url.slice(0, end), scheme, host, name } };
}
