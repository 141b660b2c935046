import { createHash } from 'node:crypto';

/** SHA-256 of `text`, in hexadecimal: what is kept of a secret that only its holder may know. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
