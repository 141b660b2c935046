import { HOME, type View } from './view.ts';

/**
 * Arguments for `bwrap` that lead up to the command itself, which starts in `directory`.
 *
 * - A user namespace and no capabilities: root inside is not root outside.
 * - The project's repository and its `.git` are read-only: the agent may look at history, but neither rewrite it nor
 *   plant hooks or settings that git would run outside.
 * - The network is shared (`npm ci` needs it), so project code reaches what listens on loopback.
 * - `bwrap` itself stays process 1 inside, and its environment can be read there in
 *   `/proc/1/environ`: `--clearenv` does not cover that. Start it with an empty environment.
 */
export function bubblewrapArgv(view: View, directory: string): string[] {
  const { system, project, caches, repository } = view;
  const git = `${project}/.git`;
  const variables = { ...view.environment, HOME, TMPDIR: '/tmp' };
  return [
    ['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts'],
    ['--cap-drop', 'ALL', '--die-with-parent', '--new-session', '--clearenv'],
    ...Object.entries(variables).map(([name, value]) => ['--setenv', name, value]),
    // First, since what projects may see can lie below them, such as a Node installed in /tmp.
    ['--bind', `${caches}/tmp`, '/tmp', '--bind', `${caches}/home`, HOME],
    ...system.links.map(({ path, target }) => ['--symlink', target, path]),
    ...system.readOnly.map((path) => ['--ro-bind-try', path, path]),
    ...system.hidden.map((path) => ['--tmpfs', path]),
    ['--proc', '/proc', '--dev', '/dev'],
    ['--bind', project, project, '--ro-bind-try', git, git],
    ['--ro-bind-try', repository, repository],
    ['--chdir', directory],
  ].flat();
}
