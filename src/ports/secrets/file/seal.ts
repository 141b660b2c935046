import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { z } from 'zod';

/**
 * Encrypts what only the holder of a key may read. `context` says what it is for: sealed text opens
 * in the same context alone, so one project's file is of no use in the place of another's.
 */
export interface Seal {
  seal(text: string, context: string): string;
  /** Throws when the text was changed, is for another context or of another key. */
  open(sealed: string, context: string): string;
}

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Another cipher, such as age, is another version: what was sealed before can still be told. */
const envelope = z.object({
  version: z.literal(1),
  algorithm: z.literal(ALGORITHM),
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

/** AES-256 in GCM mode under a key of 32 bytes; a fresh random nonce for each text. */
export function aesSeal(key: Buffer): Seal {
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const fields = { nonce, tag: cipher.getAuthTag(), data };
      const encoded = Object.fromEntries(
        Object.entries(fields).map(([name, bytes]) => [name, bytes.toString('base64')]),
      );
      return `${JSON.stringify({ version: 1, algorithm: ALGORITHM, ...encoded })}\n`;
    },
    open(sealed, context) {
      const { nonce, tag, data } = envelope.parse(JSON.parse(sealed));
      const bytes = (text: string) => Buffer.from(text, 'base64');
      const options = { authTagLength: TAG_BYTES };
      const decipher = createDecipheriv(ALGORITHM, key, bytes(nonce), options);
      decipher.setAAD(Buffer.from(context, 'utf8'));
      decipher.setAuthTag(bytes(tag));
      return Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString('utf8');
    },
  };
}
