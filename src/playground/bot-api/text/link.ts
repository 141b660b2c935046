/** A link as Telegram keeps it, or what is wrong with it. */
export type CheckedLink = { readonly url: string } | { readonly reason: string };

/**
 * Looks at a link as td's `LinkManager::check_link` does: `http`, `https`, `tg`, `ton`, or none of
 * them (then it is `http`). The host comes back in small letters, an empty path as `/`.
 */
export function checkLink(
  link: string,
  options: { readonly httpsOnly?: boolean } = {},
): CheckedLink {
  const own = /^(tg|ton):(?:\/\/)?/iu.exec(link);
  if (own) {
    if (options.httpsOnly) return { reason: 'Only HTTPS links are allowed' };
    return checkOwnLink((own[1] ?? '').toLowerCase(), link.slice(own[0].length));
  }
  const scheme = /^([^/?#@]*):\/\//u.exec(link)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return { reason: 'Unsupported URL protocol' };
  const rest = scheme === undefined ? link : link.slice(scheme.length + 3);
  const authority = /^[^/?#]*/u.exec(rest)?.[0] ?? '';
  const tail = rest.slice(authority.length);
  const at = authority.lastIndexOf('@') + 1;
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/u.exec(authority.slice(at)) ?? [];
  if (port !== undefined && !isPort(port))
    return { reason: 'Wrong port number specified in the URL' };
  if (host === '') return { reason: 'URL host is empty' };
  if (!host.startsWith('[') && /[^\p{L}\p{N}._~%!$&'()*+,;=-]/u.test(host))
    return { reason: 'Disallowed character in URL host' };
  if (options.httpsOnly && scheme !== 'https') return { reason: 'Only HTTPS links are allowed' };
  if (!host.includes('.') && !host.startsWith('[')) return { reason: 'Wrong HTTP URL' };
  const place = `${authority.slice(0, at)}${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`;
  return { url: `${scheme ?? 'http'}://${place}${tail.startsWith('/') ? tail : `/${tail}`}` };
}

/** The user whom `tg://user?id=…` names. */
export function userIdOf(link: string): number | undefined {
  const query = /^tg:(?:\/\/)?user\/?\?([^#]*)/iu.exec(link)?.[1];
  const id = query === undefined ? Number.NaN : Number(new URLSearchParams(query).get('id'));
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function checkOwnLink(scheme: string, rest: string): CheckedLink {
  const [, host = '', tail = ''] = /^([^/?#]*)(.*)$/su.exec(rest) ?? [];
  if (host === '') return { reason: 'URL host is empty' };
  if (/^http/iu.test(rest) || /[:@[]/u.test(host)) return { reason: `Wrong ${scheme} URL` };
  if (/[^\w-]/u.test(host)) return { reason: 'Unallowed characters in URL host' };
  return { url: `${scheme}://${host.toLowerCase()}${tail}` };
}

function isPort(port: string): boolean {
  return /^\d{1,5}$/u.test(port) && Number(port) > 0 && Number(port) < 65_536;
}
