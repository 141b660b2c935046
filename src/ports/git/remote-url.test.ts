import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { toRemoteUrl } from './remote-url.ts';

const url = (text: string) => {
  const read = toRemoteUrl(text);
  return read.kind === 'good' ? read.remote.url : read.why;
};

it('takes https, ssh and the short form, and knows what the repository is called', () => {
  expect(toRemoteUrl('https://GitHub.com/team/Shop.git/')).toEqual({
    kind: 'good',
    remote: {
      url: 'https://github.com/team/Shop.git',
      scheme: 'https',
      host: 'github.com',
      name: 'Shop',
    },
  });
  expect(url('ssh://git@host.example:2222/a/b')).toBe('ssh://git@host.example:2222/a/b');
  expect(url('git@github.com:team/shop.git')).toBe('ssh://git@github.com/team/shop.git');
  expect(url('https://[::1]:8443/a.git')).toBe('https://[::1]:8443/a.git');
  expect(url('https://git.example/~me/a_b.c')).toBe('https://git.example/~me/a_b.c');
});

it.each([
  ['', 'malformed'],
  ['--upload-pack=touch /tmp/x', 'malformed'],
  ['-oProxyCommand=x', 'malformed'],
  ['ext::sh -c touch% /tmp/x', 'malformed'],
  ['ext::sh', 'scheme'],
  ['fd::7', 'scheme'],
  ['file:///etc', 'scheme'],
  ['file:/etc', 'scheme'],
  ['/etc/passwd', 'malformed'],
  ['../x', 'malformed'],
  ['http://host/a', 'scheme'],
  ['git://host/a', 'scheme'],
  ['ftp://host/a', 'scheme'],
  ['javascript:alert(1)', 'malformed'],
  ['https://user@host/a', 'userinfo'],
  ['https://user:secret@host/a', 'userinfo'],
  ['https://@host/a', 'userinfo'],
  ['ssh://git:secret@host/a', 'userinfo'],
  ['git:secret@host:a/b', 'userinfo'],
  ['ssh://-oProxyCommand=x/a', 'malformed'],
  ['ssh://git@-oProxyCommand=x/a', 'malformed'],
  ['-x@host:a', 'malformed'],
  ['git@-x:a', 'malformed'],
  ['git@host:-x', 'malformed'],
  ['git@host:--upload-pack=x', 'malformed'],
  ['https://host/a\nb', 'malformed'],
  ['https://host/a b', 'malformed'],
  ['https://host/a\u202Eb', 'malformed'],
  ['https://host/a%0ab', 'malformed'],
  ['https://host/a/../b', 'malformed'],
  ['https://host/%2e%2e/b', 'malformed'],
  ['https://host/', 'malformed'],
  ['https://host', 'malformed'],
  ['https:///a', 'malformed'],
  ['https://host:0/a', 'malformed'],
  ['https://host:99999/a', 'malformed'],
  ['https://host\\@evil/a', 'userinfo'],
  ['https://host/a?b', 'malformed'],
  ['https://host/a#b', 'malformed'],
  ['https://host/$(x)', 'malformed'],
  ['https://host/`x`', 'malformed'],
  ["https://host/'x", 'malformed'],
  ['https://gіthub.com/a', 'unicode'],
  ['git@gіthub.com:a/b', 'unicode'],
  [`https://host/${'a'.repeat(600)}`, 'long'],
])('refuses %j as %s', (text, why) => {
  expect(url(text)).toBe(why);
});

it('takes what only tests may name where it is allowed, and nowhere else', () => {
  const all = ['https', 'http', 'file'] as const;
  expect(toRemoteUrl('file:///tmp/a.git', all)).toMatchObject({ kind: 'good' });
  expect(toRemoteUrl('file://host/tmp', all)).toMatchObject({ kind: 'bad' });
  expect(toRemoteUrl('git@host:a', all)).toEqual({ kind: 'bad', why: 'scheme' });
});

it('makes of no hostile input anything that git could read as more than an address', () => {
  const file = path.join(import.meta.dirname, '../../../test/fixtures/hostile-inputs.json');
  const inputs = JSON.parse(readFileSync(file, 'utf8')) as readonly { readonly text: string }[];
  expect(inputs.length).toBeGreaterThan(100);
  const urls = inputs.map(({ text }) => toRemoteUrl(text));
  const good = urls.flatMap((read) => (read.kind === 'good' ? [read.remote.url] : []));
  const odd = good.filter((each) => !/^(?:https|ssh):\/\/[\w.:@/~%+,=-]+$/u.test(each));
  expect(odd).toEqual([]);
});
