import path from 'node:path';
import { createFollows, type Follows } from '#features/logs/follows.ts';
import { logsCommand, logsOfCommand } from '#features/logs/logs.command.ts';
import type { LogSource, LogSources } from '#features/logs/source.ts';
import type { Command } from '#kernel/command.ts';
import { outputFile } from '#ports/gateway/embedded/launch.ts';
import { environmentOf } from '#ports/ops/environment-of.ts';
import type { Config } from './config.ts';
import { logFile } from './log-file.ts';
import type { Ports } from './registry.ts';

/** `/logs`, from releases, the bot and its gateway. */
export function logsFeatures(ports: Ports): {
  readonly commands: readonly Command[];
  readonly follows: Follows;
} {
  const { ops, deployers } = ports;

  const sources: LogSources = {
    async environmentsOf(project) {
      const found = await ops.environments(project);
      return found.map(({ name, desired }) => ({ name, isDeployed: desired !== undefined }));
    },
    async logsOf(project, environment) {
      const target = { project, environment };
      const found = await environmentOf(ops, target);
      const deployer = found && deployers.get(found.settings.deployer);
      if (!deployer) return undefined;
      return {
        logs: (query) => deployer.logs(target, query),
        follow: (query, signal) => deployer.follow(target, query, signal),
      };
    },
    system: ports.systemLogs,
  };
  const { logTimes: times } = ports;
  const follows = createFollows({ ...ports, ...(times && { times }) });
  ports.leaving.addEventListener('abort', () => follows.shutdown(), { once: true });
  const options = { ...ports, sources, follows };
  return { commands: [logsCommand(options), logsOfCommand(options)], follows };
}

/** The bot's own lines, and where it runs one those of its gateway. */
export function systemLogs(
  { dataDir, gateway }: Pick<Config, 'dataDir' | 'gateway'>,
  bot: LogSource,
): LogSources['system'] {
  const own = logFile(outputFile(path.join(dataDir, 'gateway', 'state')));
  return (name) => (name === 'bot' ? bot : gateway ? undefined : own);
}
