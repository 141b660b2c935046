import { type Button, fenced, plain } from '#kernel/card.ts';
import type { Say } from '#kernel/language.ts';
import { visible } from '#lib/visible.ts';
import type { RemoteFailure } from '#ports/git/remote.ts';
import type { RemoteUrl } from '#ports/git/remote-url.ts';
import { secretFor } from './access.ts';

/** Why there is no talking with `remote`, and what to do about it. */
export function failureWords(
  failure: RemoteFailure,
  { remote, hadAccess }: { readonly remote: RemoteUrl; readonly hadAccess: boolean },
  say: Say,
): string {
  const host = plain(remote.host === '' ? remote.url : remote.host);
  const secret = plain(secretFor(remote));
  const head =
    failure.kind === 'auth'
      ? say(hadAccess ? 'remote-auth-wrong' : 'remote-auth-missing', { host, secret })
      : say(`remote-${failure.kind}`, { host });
  const detail = 'detail' in failure ? failure.detail.trim() : '';
  return detail === '' ? head : `${head}\n\n${fenced(visibleLines(detail))}`;
}

/** Lines stay lines. */
function visibleLines(text: string): string {
  return text.split('\n').map(visible).join('\n');
}

/** Asks for the secret that opens `remote`. */
export function secretButton(project: string, remote: RemoteUrl, say: Say): Button {
  return {
    label: say('remote-set-secret', { name: secretFor(remote) }),
    command: 'git_token',
    words: [project, remote.url],
    who: 'role',
    style: 'primary',
  };
}
