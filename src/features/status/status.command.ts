import { plain } from '#kernel/card.ts';
import type { Command } from '#kernel/command.ts';
import type { Say } from '#kernel/language.ts';
import type { Gateway, GatewayState } from '#ports/gateway/port.ts';
import type { Git } from '#ports/git/port.ts';
import type { Sandbox } from '#ports/sandbox/port.ts';
import type { Store } from '#ports/store/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';

interface Options {
  readonly gateway: Gateway;
  readonly git: Git;
  readonly sandbox: Sandbox;
  readonly workspace: Workspace;
  readonly store: Pick<Store, 'projects' | 'operations'>;
  /** As people know it: `demo model`, `anthropic`, … */
  readonly modelName: string;
  readonly now: () => number;
}

/** `/status`: the agent, the isolation, the current project, and what runs. */
export function statusCommand(options: Options): Command {
  const { store, git, workspace, now } = options;
  return {
    name: 'status',
    role: 'viewer',
    listed: true,
    async run(_words, { say, conversation }) {
      const project = conversation.project && (await store.projects.get(conversation.project));
      const lines = [gatewayLine(options.gateway.state(), options.modelName, now(), say)];
      const { isolation } = options.sandbox;
      lines.push(
        isolation.kind === 'none'
          ? say('status-not-isolated', { advice: plain(isolation.advice) })
          : say('status-isolated', { kind: isolation.kind }),
      );
      if (project) {
        const directory = workspace.directory(project.name);
        const head = await git.head(directory);
        const changed = await git.changes(directory);
        lines.push(
          say('status-project', {
            project: project.name,
            sha: head?.slice(0, 7) ?? '—',
            changed: changed.length,
          }),
        );
      } else lines.push(say('start-no-project'));
      const unfinished = await store.operations.unfinished();
      lines.push(unfinished.length === 0 ? say('status-nothing-runs') : say('status-runs'));
      for (const each of unfinished.slice(0, 10)) {
        const minutes = Math.floor((now() - each.createdAtMs) / 60_000);
        const state = say(`status-${each.state}`);
        lines.push(`- ${each.kind} · ${plain(each.project ?? '')} · ${state} · ${minutes} min`);
      }
      return { text: lines.join('\n\n').replaceAll('\n\n- ', '\n- ') };
    },
  };
}

function gatewayLine(state: GatewayState, modelName: string, nowMs: number, say: Say): string {
  const model = plain(modelName);
  if (state.kind === 'up') return say('status-gateway-up', { version: state.version, model });
  const seconds = Math.round((nowMs - state.sinceMs) / 1_000);
  const reason = plain(state.kind === 'down' ? state.reason : state.advice);
  return say('status-gateway-down', { seconds, reason, model });
}
