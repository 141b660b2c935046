import path from 'node:path';
import { z } from 'zod';
import type { Limits } from '#features/budget/limits.ts';
import { Fault } from '#kernel/fault.ts';
import { identityIn } from '#ports/secrets/file/identity.ts';
import { budgetEnvironment, toLimits } from './budget-config.ts';
import { type DeployConfig, deployEnvironment, toDeployConfig } from './deploy-config.ts';
import { privateKeyIn, withSecretFiles } from './secret-files.ts';

/** The model behind the embedded gateway. `none`: the bot runs and explains how to add one. */
export type Model =
  | { readonly kind: 'anthropic' | 'openai'; readonly apiKey: string }
  | { readonly kind: 'ollama'; readonly url: string }
  | { readonly kind: 'demo' }
  | { readonly kind: 'none' };

/** Everything the environment decides; names and defaults are in `docs/reference/configuration.md`. */
export interface Config {
  /** Absent: the playground. */
  readonly telegramToken?: string;
  readonly telegramApiRoot: string;
  readonly telegramEnvironment: 'prod' | 'test';
  /** Of all chats together. */
  readonly telegramSendsPerSecond: number;
  readonly ownerIds: readonly number[];
  /** Absent: the embedded gateway. */
  readonly gateway?: { readonly url: string; readonly token: string };
  readonly model: Model;
  /** Absolute. */
  readonly projectsDir: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. */
  readonly backupDir: string;
  /** How many daily backups are kept; 0: none is made by itself. */
  readonly backupKeep: number;
  /** How long entries of the audit record stay; 0: for ever. */
  readonly auditKeepDays: number;
  readonly budgets: Limits;
  readonly deploys: DeployConfig;
  readonly httpHost: string;
  readonly httpPort: number;
  readonly logLevel: string;
  /** The age identity that opens project secrets; absent: the one in `secretsIdentityFile`. */
  readonly secretsIdentity?: string;
  /** Absolute. Made at the first use. */
  readonly secretsIdentityFile: string;
  /** Absolute; the key of files that versions before age wrote. */
  readonly secretsKeyFile: string;
}

const url = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), {
    error: `must be a URL such as ${example}`,
  });

const port = z.coerce
  .number()
  .refine((number) => Number.isInteger(number) && number >= 0 && number <= 65_535, {
    error: 'must be a port such as 9090',
  });

const notYet = (instead: string) =>
  z.undefined({ error: `is not supported by this version; ${instead}` }).optional();

const environment = z.object({
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{5,16}:[\w-]{20,60}$/u, 'must be the token from @BotFather, such as 123456789:AA…')
    .optional(),
  TELEGRAM_API_ROOT: url(['http:', 'https:'], 'https://api.telegram.org').default(
    'https://api.telegram.org',
  ),
  TELEGRAM_MODE: z
    .literal('polling', { error: 'webhook is not supported by this version; leave it out' })
    .default('polling'),
  TELEGRAM_ENVIRONMENT: z.enum(['prod', 'test'], { error: 'must be prod or test' }).default('prod'),
  TELEGRAM_SENDS_PER_SECOND: z.coerce
    .number({ error: 'must be a number such as 30' })
    .refine((number) => Number.isInteger(number) && number >= 1 && number <= 1_000, {
      error: 'must be a number from 1 to 1000, such as 30',
    })
    .default(30),
  OWNER_IDS: z
    .string()
    .regex(/^\s*\d{1,15}(\s*,\s*\d{1,15})*\s*$/u, 'must be Telegram user ids such as 123456,654321')
    .transform((text) => text.split(',').map(Number))
    .default([]),
  GATEWAY_URL: url(['ws:', 'wss:'], 'ws://127.0.0.1:18789').optional(),
  GATEWAY_TOKEN: z.string().optional(),
  PROJECTS_DIR: z.string().optional(),
  DATA_DIR: z.string().default('./data'),
  BACKUP_DIR: z.string().optional(),
  SECRETS_AGE_IDENTITY: z
    .string()
    .transform(identityIn)
    .refine((identity) => identity !== undefined, {
      error: 'must be one age identity, AGE-SECRET-KEY-1…, such as age-keygen makes',
    })
    .optional(),
  SECRETS_KEY_FILE: z.string().optional(),
  BACKUP_KEEP: z.coerce
    .number({ error: 'must be a number such as 7' })
    .refine((number) => Number.isInteger(number) && number >= 0 && number <= 1_000, {
      error: 'must be a number from 0 to 1000, such as 7',
    })
    .default(7),
  AUDIT_KEEP_DAYS: z.coerce
    .number({ error: 'must be a number such as 400' })
    .refine((number) => Number.isInteger(number) && number >= 0 && number <= 36_500, {
      error: 'must be a number of days from 0 (for ever) to 36500, such as 400',
    })
    .default(400),
  ...budgetEnvironment,
  ...deployEnvironment,
  REDIS_URL: notYet('leave it out: the state is kept in DATA_DIR'),
  HTTP_HOST: z.string().default('127.0.0.1'),
  HTTP_PORT: port.default(9090),
  ANTHROPIC_API_KEY: z.string().optional(),
  OPENAI_API_KEY: z.string().optional(),
  OLLAMA_URL: url(['http:', 'https:'], 'http://127.0.0.1:11434').optional(),
  MODEL: z.literal('demo', { error: 'must be demo, or left out' }).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
});

const SECRETS = [
  'TELEGRAM_BOT_TOKEN',
  'GATEWAY_TOKEN',
  'ANTHROPIC_API_KEY',
  'OPENAI_API_KEY',
  'SECRETS_AGE_IDENTITY',
  'OPS_REMOTE_TOKEN',
];

/**
 * Reads the configuration from environment variables.
 * @throws {Fault} `config-invalid` naming each wrong variable, its problem and an example; never a value
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = environment.safeParse(withFiles(env));
  if (!read.success) {
    const problems = read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Fault('config-invalid', problems.join('\n'));
  }
  const { data } = read;
  if (data.GATEWAY_URL !== undefined && data.GATEWAY_TOKEN === undefined) {
    throw new Fault(
      'config-invalid',
      'GATEWAY_TOKEN is missing: GATEWAY_URL needs the token of that gateway',
    );
  }
  const dataDir = path.resolve(data.DATA_DIR);
  const projectsDir = path.resolve(data.PROJECTS_DIR ?? path.join(dataDir, 'projects'));
  const backupDir = path.resolve(data.BACKUP_DIR ?? path.join(dataDir, 'backups'));
  mustDiffer({ DATA_DIR: dataDir, PROJECTS_DIR: projectsDir, BACKUP_DIR: backupDir });
  const secretsKeyFile = path.resolve(data.SECRETS_KEY_FILE ?? path.join(dataDir, 'secrets.key'));
  return {
    ...(data.TELEGRAM_BOT_TOKEN === undefined ? {} : { telegramToken: data.TELEGRAM_BOT_TOKEN }),
    telegramApiRoot: data.TELEGRAM_API_ROOT.replace(/\/+$/u, ''),
    telegramEnvironment: data.TELEGRAM_ENVIRONMENT,
    telegramSendsPerSecond: data.TELEGRAM_SENDS_PER_SECOND,
    ownerIds: data.OWNER_IDS,
    ...(data.GATEWAY_URL === undefined || data.GATEWAY_TOKEN === undefined
      ? {}
      : { gateway: { url: data.GATEWAY_URL, token: data.GATEWAY_TOKEN } }),
    model: toModel(data),
    projectsDir,
    dataDir,
    backupDir,
    backupKeep: data.BACKUP_KEEP,
    auditKeepDays: data.AUDIT_KEEP_DAYS,
    budgets: toLimits(data),
    deploys: toDeployConfig(data),
    httpHost: data.HTTP_HOST,
    httpPort: data.HTTP_PORT,
    logLevel: data.LOG_LEVEL,
    ...(data.SECRETS_AGE_IDENTITY === undefined
      ? {}
      : { secretsIdentity: data.SECRETS_AGE_IDENTITY }),
    // Where the old key was kept out of the backups, the identity is not put into them.
    secretsIdentityFile: path.join(path.dirname(secretsKeyFile), 'secrets-identity.txt'),
    secretsKeyFile,
  };
}

/** One may lie in another, but of one folder nobody could tell what is whose in it. */
function mustDiffer(folders: Readonly<Record<string, string>>): void {
  const names = Object.keys(folders);
  const same = names.filter((name, at) =>
    names.some((other, otherAt) => otherAt !== at && folders[other] === folders[name]),
  );
  if (same.length === 0) return;
  const detail = `${same.join(' and ')} are the same folder; give each its own`;
  throw new Fault('config-invalid', detail);
}

function toModel(data: z.infer<typeof environment>): Model {
  if (data.MODEL === 'demo') return { kind: 'demo' };
  if (data.ANTHROPIC_API_KEY !== undefined)
    return { kind: 'anthropic', apiKey: data.ANTHROPIC_API_KEY };
  if (data.OPENAI_API_KEY !== undefined) return { kind: 'openai', apiKey: data.OPENAI_API_KEY };
  if (data.OLLAMA_URL !== undefined) return { kind: 'ollama', url: data.OLLAMA_URL };
  return data.TELEGRAM_BOT_TOKEN === undefined ? { kind: 'demo' } : { kind: 'none' };
}

/** Every secret that `config` holds or has the file of. */
export function secretsOf(config: Config): readonly string[] {
  const { telegramToken, gateway, model, secretsIdentity, deploys } = config;
  const apiKey = 'apiKey' in model ? model.apiKey : undefined;
  const { opsRemote, opsSigningKeyFile } = deploys;
  const keys = [opsSigningKeyFile, opsRemote?.sshKeyFile].map(privateKeyIn);
  const all = [telegramToken, gateway?.token, apiKey, secretsIdentity, opsRemote?.token, ...keys];
  return all.filter((secret) => secret !== undefined);
}

/** Empty counts as absent; a file may bring a secret's value. */
function withFiles(
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const values = Object.entries(env).filter(
    (entry): entry is [string, string] => !!entry[1]?.trim(),
  );
  return withSecretFiles(Object.fromEntries(values), SECRETS);
}
