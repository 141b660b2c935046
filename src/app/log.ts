import path from 'node:path';
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/**
 * JSON lines: on standard output when live, in `DATA_DIR/codefoundry.log` in the playground, whose
 * terminal is for people. Whatever the configuration holds as a secret is masked.
 */
export function createLog(config: Config): Logger {
  const secrets = [
    config.telegramToken,
    config.gateway?.token,
    'apiKey' in config.model ? config.model.apiKey : undefined,
  ].filter((secret): secret is string => secret !== undefined && secret.length >= 8);
  const destination =
    config.telegramToken === undefined
      ? pino.destination({ dest: path.join(config.dataDir, 'codefoundry.log'), mode: 0o600 })
      : pino.destination(1);
  const write = (line: string) =>
    destination.write(secrets.reduce((text, secret) => text.replaceAll(secret, '[masked]'), line));
  return pino(
    {
      level: config.logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { error: pino.stdSerializers.err },
    },
    { write },
  );
}
