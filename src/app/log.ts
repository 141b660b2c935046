import path from 'node:path';
import { type Logger, pino } from 'pino';
import { maskJson } from '#lib/mask/json.ts';
import type { Masker } from '#lib/mask/masker.ts';
import type { Config } from './config.ts';
import type { LogRing } from './log-ring.ts';

/**
 * JSON lines: on standard output when live, in `DATA_DIR/codefoundry.log` in the playground, whose
 * terminal is for people. The last lines are in `ring` too, for `/logs bot`. Every line is masked as
 * a whole, names of fields and errors too.
 */
export function createLog(
  config: Config,
  masker: Pick<Masker, 'mask'>,
  ring?: Pick<LogRing, 'add'>,
): Logger {
  const destination =
    config.telegramToken === undefined
      ? pino.destination({ dest: path.join(config.dataDir, 'codefoundry.log'), mode: 0o600 })
      : pino.destination(1);
  const write = (line: string): void => {
    const masked = maskLine(line, masker);
    destination.write(masked);
    ring?.add(masked);
  };
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

/** Stays JSON: a reader that cannot parse a line drops it. */
function maskLine(line: string, masker: Pick<Masker, 'mask'>): string {
  const masked = masker.mask(line);
  if (masked === line) return line;
  try {
    return `${JSON.stringify(maskJson(masker, JSON.parse(line) as unknown))}\n`;
  } catch {
    return masked;
  }
}
