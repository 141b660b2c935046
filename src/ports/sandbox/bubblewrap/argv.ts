import type { View } from './view.ts';

/**
 * Arguments for `bwrap` that lead up to the command itself, which starts in `directory`.
 *
 * - A user namespace and no capabilities: root inside is not root outside.
 * - The project's repository and its `.git` are read-only: the agent may look at history, but
 *   neither rewrite it nor plant hooks or settings that git would run outside.
 * - What is mounted on `.git` is our own `gitfile`: bwrap follows links in the source of a mount,
 *   so a source that the project can write would show it anything.
 * - The network is shared (`npm ci` needs it), so project code reaches what listens on loopback.
 * - `bwrap` itself stays process 1 inside, and its environment can be read there in
 *   `/proc/1/environ`: `--clearenv` does not cover that. Start it with an empty environment.
 */
export function bubblewrapArgv(view: View, directory: string): string[] {
  const { system, project, caches, repository, writable = [] } = view;
  const variables = { ...view.environment, HOME: system.home, TMPDIR: '/tmp' };
  return [
    ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    ['--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--clearenv'],
    ...Object.entries(variables).map(([name, value]) => ['--setenv', name, value]),
    // First, since what projects may see can lie below /tmp, such as a Node installed there. Then
    // /tmp starts empty: a link that an earlier command left would lead the later mounts astray.
    system.keepsTmp ? ['--bind', `${caches}/tmp`, '/tmp'] : ['--tmpfs', '/tmp'],
    ['--bind', `${caches}/home`, system.home],
    ...system.links.map(({ path, target }) => ['--symlink', target, path]),
    ...system.readOnly.map((path) => ['--ro-bind-try', path, path]),
    ...system.hidden.map((path) => ['--tmpfs', path]),
    ['--proc', '/proc', '--dev', '/dev'],
    [view.isReadOnly === true ? '--ro-bind' : '--bind', project, project],
    ...(repository === undefined
      ? []
      : [
          ['--ro-bind', `${caches}/gitfile`, `${project}/.git`],
          ['--ro-bind-try', repository, repository],
        ]),
    ...writable.map(({ source, at }) => ['--bind', source, at]),
    ['--chdir', directory],
  ].flat();
}
