import { isRemoteSecret } from '#ports/secrets/port.ts';

const NAME = /^[A-Z][A-Z0-9_]{0,63}$/u;

/** Variables that decide which programs run or how: with one of them a value becomes code. */
const RESERVED =
  /^(?:PATH|HOME|SHELL|IFS|ENV|BASH_ENV|PS4|PWD|TMPDIR|USER|LANG|EDITOR|PAGER|PYTHONPATH|PYTHONSTARTUP|RUBYOPT|PERL5OPT|JAVA_TOOL_OPTIONS|NODE_.*|NPM_.*|LD_.*|DYLD_.*|GIT_.*|SSH_.*|DOCKER_.*|KUBE.*|CODEFOUNDRY_.*|OPENCLAW_.*|SYSTEMD_.*|LC_.*)$/u;

/** What a typed name is: as it is kept, or why it cannot be one. */
export function toSecretName(
  typed: string,
): { readonly name: string } | { readonly problem: 'bad' | 'reserved'; readonly shown: string } {
  const name = typed.toUpperCase().replaceAll('-', '_');
  // What is no name may be the value, typed in its place: it is not repeated.
  if (!NAME.test(name)) return { problem: 'bad', shown: '…' };
  // Git knows no variables of these names, and no release gets them.
  if (isRemoteSecret(name)) return { name };
  return RESERVED.test(name) ? { problem: 'reserved', shown: name } : { name };
}
