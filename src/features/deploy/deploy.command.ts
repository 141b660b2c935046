import type { Button, Card, Toast } from '#kernel/card.ts';
import { plain } from '#kernel/card.ts';
import type { Call, Command } from '#kernel/command.ts';
import { isProjectName } from '#kernel/project.ts';
import { noProjectCard } from '#kernel/no-project.ts';
import { keyedMutex } from '#lib/mutex.ts';
import { shorten } from '#lib/text.ts';
import { visible } from '#lib/visible.ts';
import { holdOn } from '#ports/ops/holding.ts';
import type { Environment } from '#ports/ops/port.ts';
import type { Operation } from '#ports/store/port.ts';
import type { DeployInput } from './deploy.ts';
import {
  type DeployOptions,
  operationId,
  releaseIdOf,
  runningIn,
  short,
  type Site,
  siteOf,
} from './ports.ts';
import { heldCard } from './result-cards.ts';
import { differenceTo } from './shown.ts';

/**
 * `/deploy [environment] [ref] [why]`: makes a commit live; without an environment it asks which.
 * And the buttons that name project, environment and commit.
 */
export function deployCommands(options: DeployOptions): readonly Command[] {
  const begin = beginner(options);
  const role = 'developer';
  return [
    {
      name: 'deploy',
      role,
      concerns: 'current',
      listed: true,
      takesGitOps: true,
      run: ({ words }, call) => begin(call.conversation.project, words, call),
    },
    {
      name: 'deploy_of',
      role,
      concerns: 'named',
      listed: false,
      run: ({ words: [project, ...words] }, call) => begin(project, words, call),
    },
  ];
}

type Begin = (
  project: string | undefined,
  words: readonly string[],
  call: Call,
) => Promise<Card | Toast | undefined>;

function beginner(options: DeployOptions): Begin {
  const { store, ops, git, workspace, now, operations } = options;
  // Two who ask at once: the second sees the first.
  const inTurn = keyedMutex();

  return async (project, [word, ref = '', ...why], call) => {
    const { say, conversation, actor, requestId } = call;
    if (project === undefined || !isProjectName(project)) return noProjectCard(call);
    if (!(await store.projects.get(project))) return noProjectCard(call);
    const environments = await ops.environments(project);
    if (word === undefined) return askCard(project, environments, call);
    const environment = environments.find(({ name }) => name === word.toLowerCase());
    if (!environment) return unknownCard(word, project, environments, call);
    const site = siteOf(options, environment);
    const words = { project, environment: environment.name };
    if (!site)
      return { text: say('deploy-no-deployer', { ...words, kind: environment.settings.deployer }) };

    const directory = workspace.directory(project);
    const sha = ref === '' ? await git.head(directory) : await git.resolve(directory, ref);
    if (sha === undefined) {
      const shown = plain(shorten(visible(ref), 80));
      return {
        text: say(ref === '' ? 'deploy-no-commit' : 'deploy-unknown-ref', { ...words, ref: shown }),
      };
    }
    const { live, health } = await site.deployer.status(site.target);
    if (live?.sha === sha && health !== 'down') return sameCard(site, live, call);
    if (!(await wasPromoted(options, environment, sha))) {
      const from = environment.settings.promoteFrom ?? '';
      const first: Button = {
        label: say('deploy-to', { environment: from }),
        command: 'deploy_of',
        words: [project, from, sha],
      };
      return {
        text: say('deploy-not-promoted', { ...words, from, sha: short(sha) }),
        buttons: [[first]],
      };
    }
    const difference = await differenceTo(options, project, sha, live);
    return inTurn(`${project}/${environment.name}`, async () => {
      const id = operationId('deploy', requestId);
      const running = await runningIn(options, site.target);
      // The same request, handled again after a crash.
      if (running?.id === id) return undefined;
      if (running) return busyCard(running, site, call);
      const hold = await holdOn(site.target, ops, now());
      if (hold) return heldCard(hold, { target: site.target, say });
      const input: DeployInput = {
        environment: environment.name,
        sha,
        releaseId: releaseIdOf(sha, now()),
        actorName: actor.name,
        reason: why.join(' '),
        ...(call.gitOps?.requireApproval && { mustApprove: true }),
        ...(live && { live: { id: live.id, sha: live.sha, sinceMs: live.sinceMs } }),
        difference,
      };
      await operations.start({
        id,
        kind: 'deploy',
        conversationId: conversation.id,
        actorId: actor.id,
        project,
        input,
      });
      return undefined;
    });
  };
}

/** Says whether the commit was live where it has to be first. */
async function wasPromoted(
  { store }: DeployOptions,
  { project, settings: { promoteFrom } }: Environment,
  sha: string,
): Promise<boolean> {
  if (promoteFrom === undefined) return true;
  const recent = await store.operations.recent({ project, limit: 1_000 });
  return recent.some(({ kind, state, input }) => {
    const { environment, sha: deployed } = input as { environment?: string; sha?: string };
    const isDeploy = kind === 'deploy' || kind === 'rollback';
    return isDeploy && state === 'done' && environment === promoteFrom && deployed === sha;
  });
}

function askCard(project: string, environments: readonly Environment[], { say }: Call): Card {
  const buttons = environments.map(({ name }): readonly Button[] => [
    {
      label: say('deploy-to', { environment: name }),
      command: 'deploy_of',
      words: [project, name],
    },
  ]);
  return { text: say('deploy-ask', { project }), buttons };
}

function unknownCard(
  word: string,
  project: string,
  environments: readonly Environment[],
  call: Call,
): Card {
  const shown = plain(shorten(visible(word), 40));
  const { text, ...rest } = askCard(project, environments, call);
  return {
    text: `${call.say('deploy-unknown', { environment: shown, project })}\n\n${text}`,
    ...rest,
  };
}

function sameCard({ target }: Site, live: { sha: string; sinceMs: number }, { say }: Call): Card {
  const words = { ...target, sha: short(live.sha), since: { atMs: live.sinceMs } };
  return { text: say('deploy-same', words) };
}

function busyCard({ input, createdAtMs, kind }: Operation, { target }: Site, { say }: Call): Card {
  const { actorName } = input as { readonly actorName: string };
  const words = { ...target, actor: plain(actorName), since: { atMs: createdAtMs } };
  return { text: say(`deploy-busy-${kind}`, words) };
}
