import { h } from '../base/node.js';

/** A link only where it leads to the web or into Telegram; anything else stays words. */
export function safeUrl(url) {
  const parsed = URL.parse(url);
  return ['http:', 'https:', 'tg:', 'mailto:', 'tel:'].includes(parsed?.protocol)
    ? parsed.href
    : undefined;
}

/** An empty link to put words into, or plain words where the address is not safe. */
export function link(url, text) {
  const href = safeUrl(url);
  if (!href) return h('span');
  const title = text === url ? undefined : href;
  return h('a', { href, title, target: '_blank', rel: 'noopener noreferrer' });
}
