import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the project lies: its locales, archetypes and the gateway's package. Absolute. */
export const ROOT = path.join(import.meta.dirname, '../..');

/** Of the bot, from `package.json`. */
export const VERSION = (
  JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }
).version;
