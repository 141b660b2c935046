import { existsSync } from 'node:fs';
import { shellQuote } from '#lib/shell-quote.ts';
import { bubblewrapArgv } from './bubblewrap/argv.ts';
import type { BubblewrapOptions } from './bubblewrap/bubblewrap.ts';
import type { Place } from './place.ts';

/**
 * Text of a program that the agent's gateway gets as its `SHELL`: called as `shell -c <line>`, it
 * runs the line in the project it stands in, isolated as `bubblewrapSandbox` isolates, and refuses
 * everywhere else. Without `bubblewrap` it only cuts the environment down.
 *
 * `env -i` in its first line comes before any shell starts: variables that the agent may set for
 * a command cannot steer this script, and `bwrap` (process 1 inside, whose environment is
 * readable there) has nothing to show.
 */
export function projectShell(place: Place, bubblewrap?: BubblewrapOptions): string {
  const start =
    bubblewrap === undefined
      ? ['/usr/bin/env', '-i', ...assignments(withPrepended(place)), 'HOME=\0caches\0/home']
      : [bubblewrap.program, ...inside(bubblewrap), '--'];
  const shell = existsSync('/bin/bash') ? ['/bin/bash', '--noprofile', '--norc'] : ['/bin/sh'];
  return `#!/usr/bin/env -S -i /bin/sh
# Written anew at each start. Runs a command line of the agent inside its project.
set -u
PATH=/usr/local/bin:/usr/bin:/bin LC_ALL=C
refuse() { echo "refused: $1" >&2; exit 126; }
[ "$#" -eq 2 ] && [ "$1" = -c ] || refuse 'only -c and one command line'
projects=${shellQuote(place.projectsDir)}
directory=$(pwd -P) || refuse 'no current directory'
name=\${directory#"$projects/"}
[ "$name" != "$directory" ] || refuse 'this directory is not in a project'
name=\${name%%/*}
case $name in '' | *[!a-z0-9.-]* | .* | *. | *.*.*) refuse 'this is not a project' ;; esac
project=$projects/$name
caches=${shellQuote(place.cachesDir)}/$name
repository=${shellQuote(place.repositoriesDir)}/\${name%%.*}.git
git=$repository
case $name in *.*) git=$repository/worktrees/\${name#*.} ;; esac
mkdir -p -m 700 "$caches" && mkdir -p -m 700 "$caches/home" "$caches/tmp" || refuse 'no caches'
${bubblewrap === undefined ? '' : LAY_POINTER}exec ${[...start, ...shell].map(word).join(' ')} -c "$2"
`;
}

/** What `layPointer` does, with the same care. */
const LAY_POINTER = `pointer="gitdir: $git"
lies_in() { [ ! -L "$1" ] && [ -f "$1" ] && printf '%s\\n' "$pointer" | cmp -s - "$1"; }
lay() {
  lies_in "$1" && return
  [ -L "$1" ] || [ ! -d "$1" ] || mv -T "$1" "\${1%/*}/git-replaced-$(date +%s)-$$" || return
  (set -C; printf '%s\\n' "$pointer" > "$1-$$") && mv -fT "$1-$$" "$1"
}
lay "$caches/gitfile" && lay "$project/.git" || refuse 'cannot write .git'
`;

/** The same arguments as `bubblewrapSandbox` gives, with the script's variables in place of paths. */
function inside(options: BubblewrapOptions): string[] {
  const { system } = options;
  const environment = withPrepended(options);
  const [project, caches, repository] = ['\0project\0', '\0caches\0', '\0repository\0'];
  const view = { project, caches, repository, environment, system };
  return bubblewrapArgv(view, '\0directory\0');
}

/**
 * The gateway puts this variable in front of PATH in each line it hands over. Empty, it would make
 * the current directory the first place to look for programs.
 */
function withPrepended(place: Place): Record<string, string> {
  const [first = '/usr/bin'] = (place.environment['PATH'] ?? '').split(':');
  return { ...place.environment, OPENCLAW_PREPEND_PATH: first };
}

function assignments(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment).map(([name, value]) => `${name}=${value}`);
}

/** Quotes for the shell, and turns `\0name\0` into the variable `"$name"`. */
function word(text: string): string {
  return text
    .split('\0')
    .map((part, index) => (index % 2 === 1 ? `"$${part}"` : part === '' ? '' : shellQuote(part)))
    .join('')
    .replace(/^$/u, "''");
}
