import path from 'node:path';
import type { Downloads } from '#ports/downloads/port.ts';
import { localFiles } from '#ports/files/local/local.ts';
import type { ProjectFiles } from '#ports/files/port.ts';
import type { Workspace } from '#ports/workspace/port.ts';
import { telegramDownloads } from '#telegram/downloads.ts';
import type { Config } from './config.ts';

/** Files of projects, and those that people send. */
export function filePorts(
  config: Pick<Config, 'dataDir' | 'telegramToken' | 'telegramApiRoot' | 'telegramEnvironment'>,
  playground: { readonly botToken: string; readonly apiRoot: string } | undefined,
  workspace: Workspace,
): { readonly files: ProjectFiles; readonly downloads: Downloads } {
  return {
    files: localFiles(workspace),
    downloads: telegramDownloads({
      token: config.telegramToken ?? playground?.botToken ?? '',
      apiRoot: playground?.apiRoot ?? config.telegramApiRoot,
      environment: config.telegramEnvironment,
      directory: path.join(config.dataDir, 'incoming'),
      now: Date.now,
    }),
  };
}
