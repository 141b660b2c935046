import { type Actor, hasRole } from '#kernel/actor.ts';
import { type Button, plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import { describeDown } from '#kernel/down-reason.ts';
import type { Say } from '#kernel/language.ts';
import { describeNoIsolation } from '#kernel/no-isolation.ts';
import { rootOf } from '#kernel/project.ts';
import { describeRefusal } from '#kernel/refused-reason.ts';
import { isShown } from '#kernel/shown.ts';
import { shorten } from '#lib/text.ts';
import { kindWord } from '#operations/kind-word.ts';
import type { Backups } from '#ports/backup/port.ts';
import type { Gateway, GatewayState } from '#ports/gateway/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Operation, Step, Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { type EnvironmentSources, environmentLines, opsLines } from './environments.ts';
import { overviewLines } from './overview.ts';
import { type Within, withinDeadline } from './within.ts';

interface Options extends EnvironmentSources {
  readonly gateway: Gateway;
  readonly git: Git;
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly backups: Pick<Backups, 'list'>;
  readonly store: Pick<Store, 'projects' | 'operations'>;
  /** As people know it: `anthropic`, `demo`, …; `gateway`: it is set there. */
  readonly modelName: string;
}

/** Of what runs. */
const SHOWN = 10;

/** `/status`: the agent, the isolation, the current project or all of them, and what runs. */
export function statusCommand(options: Options): Command {
  const { store, now } = options;
  return {
    name: 'status',
    role: 'viewer',
    concerns: 'current',
    listed: true,
    async run(_words, { say, actor, conversation }) {
      const seen = { actor, conversation };
      const project = conversation.project && (await store.projects.get(conversation.project));
      const { isolation } = options.sandbox;
      // All at once, so that the card is as late as its slowest source, and no later.
      const [backup, projectLines, opsProblems] = await withinDeadline((within) =>
        Promise.all([
          within(() => backupLine(options.backups, say)),
          project
            ? linesOf(project.name, options, within, say)
            : overviewLines(options, (name) => isShown(seen, name), within, say),
          actor.role === 'owner' ? opsLines(options, within, say) : [],
        ]),
      );
      const lines = [
        gatewayLine(options.gateway.state(), options.modelName, now(), say),
        isolation.kind === 'none'
          ? say('status-not-isolated', { advice: describeNoIsolation(isolation.why, say) })
          : say('status-isolated', { kind: isolation.kind }),
        backup ?? say('status-silent', { what: say('status-source-backups') }),
        ...(project ? [] : [say(conversation.isBound ? 'dispatch-bound' : 'start-no-project')]),
        ...projectLines,
        ...(project && conversation.isBound
          ? [say('status-bound', { project: project.name })]
          : []),
        ...opsProblems,
      ];
      const unfinished = (await store.operations.unfinished()).filter((each) =>
        isShown(seen, each.project),
      );
      lines.push(unfinished.length === 0 ? say('status-nothing-runs') : say('status-runs'));
      lines.push(
        ...(await Promise.all(
          unfinished.slice(0, SHOWN).map((each) => runningLine(each, options, say)),
        )),
      );
      const text = lines.join('\n\n').replaceAll('\n\n- ', '\n- ');
      const mine = unfinished.filter((each) => mayStop(each, actor)).slice(0, SHOWN);
      const refresh: Button = { label: say('status-refresh'), command: 'status', words: [] };
      const buttons = [[refresh], ...mine.map((each) => [stopButton(each, now(), say)])];
      return { text, buttons };
    },
  };
}

/** The working tree and the environments of the project that one works in. */
async function linesOf(
  project: string,
  options: Options,
  within: Within,
  say: Say,
): Promise<readonly string[]> {
  const { git, workspace } = options;
  const directory = workspace.directory(project);
  const [tree, environments] = await Promise.all([
    within(() => Promise.all([git.head(directory), git.changes(directory)])),
    // A task has none of its own.
    environmentLines(options, rootOf(project), within, say),
  ]);
  const [head, changed] = tree ?? [];
  const words = { project, sha: head?.slice(0, 7) ?? '—', changed: changed?.length ?? 0 };
  return [
    tree ? say('status-project', words) : say('status-silent', { what: project }),
    ...environments,
  ];
}

async function runningLine(
  { id, kind, state, project, createdAtMs }: Operation,
  { store, now }: Options,
  say: Say,
): Promise<string> {
  const since = say('status-since', { elapsed: { elapsedMs: now() - createdAtMs } });
  const place = project === undefined ? [] : [say('place-name', { project })];
  const step = currentStep(await store.operations.steps(id));
  const at = step === undefined ? [] : [`\`${step}\``];
  return `- ${[kindWord(kind, say), ...place, say(`status-${state}`), ...at, since].join(' · ')}`;
}

/** As `/stop` has it: who asked, and owners, who must get at what fills their project. */
function mayStop({ actorId, project }: Operation, actor: Actor): boolean {
  return hasRole(actor, actorId === actor.id ? 'developer' : 'owner', project);
}

function stopButton(
  { id, kind, project, createdAtMs }: Operation,
  nowMs: number,
  say: Say,
): Button {
  const place = project === undefined ? [] : [say('place-name', { project })];
  const what = [kindWord(kind, say), ...place].join(' · ');
  const label = say('status-stop', { what, elapsed: { elapsedMs: nowMs - createdAtMs } });
  return { label, command: 'stop', words: [id] };
}

async function backupLine(backups: Pick<Backups, 'list'>, say: Say): Promise<string> {
  const [newest] = await backups.list();
  if (!newest) return say('status-no-backup');
  const { createdAtMs, sizeBytes } = newest;
  return say('status-backup', { at: { atMs: createdAtMs }, size: { bytes: sizeBytes } });
}

/** The step that began last and has not ended. Its name is ours, but an id in it may not be. */
function currentStep(steps: readonly Step[]): string | undefined {
  const open = steps.filter((step) => step.endedAtMs === undefined);
  const last = open.toSorted((left, right) => left.startedAtMs - right.startedAtMs).at(-1);
  return last && shorten(last.name.replaceAll('`', ''), 40);
}

function gatewayLine(state: GatewayState, modelName: string, nowMs: number, say: Say): string {
  const model = modelName === 'gateway' ? say('status-model-gateway') : plain(modelName);
  if (state.kind === 'up') return say('status-gateway-up', { version: state.version, model });
  const elapsed = { elapsedMs: nowMs - state.sinceMs };
  const reason =
    state.kind === 'down' ? describeDown(state.reason, say) : describeRefusal(state.reason, say);
  return say('status-gateway-down', { elapsed, reason, model });
}
