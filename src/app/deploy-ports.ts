import path from 'node:path';
import type { Masker } from '#lib/mask/masker.ts';
import { localCheckouts } from '#ports/checkouts/local/local.ts';
import { commandDeployer } from '#ports/deployer/command/command.ts';
import { commandRecords } from '#ports/deployer/command/record.ts';
import { composeDeployer } from '#ports/deployer/compose/compose.ts';
import { dockerCli } from '#ports/deployer/compose/docker.ts';
import { fileRecords } from '#ports/deployer/compose/record.ts';
import { isInContainer } from '#ports/deployer/local/container.ts';
import { localDeployer } from '#ports/deployer/local/local.ts';
import { maskedDeployer } from '#ports/deployer/masked.ts';
import type { Deployer, DeployerSettings, Target } from '#ports/deployer/port.ts';
import { connectHost } from '#ports/host/client.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import { gitOps } from '#ports/ops/git/git.ts';
import { maskedOps } from '#ports/ops/masked.ts';
import { maskedTrees } from '#ports/sandbox/masked.ts';
import type { TreeSandbox } from '#ports/sandbox/port.ts';
import type { ProjectSecrets } from '#ports/secrets/port.ts';
import type { Store } from '#ports/store/port.ts';
import { findCommands } from '#ports/workspace/local/found-commands.ts';
import type { Config } from './config.ts';
import type { Ports } from './registry.ts';

interface Options {
  readonly config: Config;
  readonly store: Store;
  readonly secrets: ProjectSecrets;
  readonly trees: TreeSandbox;
  readonly repository: (project: string) => string;
  readonly masker: Masker;
  readonly now: () => number;
  readonly log: (message: string, details: object) => void;
}

/** Everything that makes releases live on this machine; what runs outlives `close`. */
export interface DeployParts extends Pick<Ports, 'ops' | 'checkouts' | 'deployers'> {
  /** Watches over the host of releases; `onRestart`: it no longer knows how to start them. */
  watch(onRestart: () => void): void;
  close(): void;
}

/** Opens the ops repository, the checkouts and every deployer. */
export function openDeploys(options: Options): DeployParts {
  const { config, store, secrets, trees, repository, masker, now, log } = options;
  const { dataDir, deploys } = config;
  const masked = maskedTrees(trees, masker);
  const repositoryOfOps = gitOps({
    directory: path.join(dataDir, 'ops.git'),
    settings: store.settings,
    now,
    ...(deploys.opsRemote && { remote: deploys.opsRemote }),
    ...(deploys.opsSigningKeyFile !== undefined && { signingKeyFile: deploys.opsSigningKeyFile }),
  });
  const ops = maskedOps(repositoryOfOps, masker);
  const host = connectHost({
    directory: path.join(dataDir, 'host'),
    node: process.execPath,
    bindHost: deploys.bindHost,
    log,
  });
  const secretsFor = ({ project }: Target) => secrets.forDeploy(project);
  const settingsOf = async (target: Target) => (await environmentOf(ops, target))?.settings;
  const all: readonly Deployer[] = [
    localDeployer({
      dataDir,
      host,
      trees: masked,
      now,
      secretsFor,
      isContainer: async () => !deploys.isLocalInContainer && isInContainer(),
    }),
    withSecrets(
      composeDeployer({
        docker: dockerCli(process.env),
        records: fileRecords(path.join(dataDir, 'compose')),
        proxy: host.proxy,
        now,
      }),
      secretsFor,
    ),
    commandDeployer({
      records: commandRecords(path.join(dataDir, 'command')),
      settings: async (target) => {
        const settings = await settingsOf(target);
        if (!settings) return undefined;
        const variables = { ...settings.variables, ...(await secretsFor(target)) };
        return { ...settings, variables };
      },
      environment: process.env,
      now,
    }),
  ];
  return {
    ops,
    checkouts: localCheckouts({ dataDir, repository, trees: masked, findCommands }),
    deployers: new Map(all.map((each) => [each.kind, maskedDeployer(each, masker)])),
    watch: (onRestart) => host.watch(onRestart),
    close() {
      ops.close();
      host.close();
    },
  };
}

/** A deployer whose releases get the secrets of their project, which are kept nowhere. */
function withSecrets(
  deployer: Deployer,
  secretsFor: (target: Target) => Promise<Readonly<Record<string, string>>>,
): Deployer {
  const filled = async (target: Target, settings: DeployerSettings): Promise<DeployerSettings> => ({
    ...settings,
    variables: { ...settings.variables, ...(await secretsFor(target)) },
  });
  return {
    ...deployer,
    start: async (target, id, settings, signal) =>
      deployer.start(target, id, await filled(target, settings), signal),
    revive: async (target, settings) => deployer.revive(target, await filled(target, settings)),
  };
}
