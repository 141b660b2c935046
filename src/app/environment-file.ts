import { existsSync } from 'node:fs';

/** Reads `.env` of the directory we were started in; what is set already stays. */
export function loadEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
