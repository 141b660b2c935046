import { createDecipheriv } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { Fault } from '#kernel/fault.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const TAG_BYTES = 16;

const envelope = z.object({
  version: z.literal(1),
  algorithm: z.literal(ALGORITHM),
  nonce: z.base64(),
  tag: z.base64(),
  data: z.base64(),
});

/**
 * Opens what versions before age wrote: AES-256-GCM under the key in `keyFile`, in Base64, the
 * project's name authenticated with it. Nothing is written in this form any more.
 * @throws {Fault} `secrets-failed` saying which file is missing or wrong
 */
export async function openSealedJson(
  file: string,
  keyFile: string,
  project: string,
): Promise<string> {
  const sealed = await readFile(file, 'utf8');
  const key = await keyIn(keyFile, file);
  try {
    const { nonce, tag, data } = envelope.parse(JSON.parse(sealed));
    const bytes = (text: string) => Buffer.from(text, 'base64');
    const options = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(ALGORITHM, key, bytes(nonce), options);
    decipher.setAAD(Buffer.from(`codefoundry project secrets: ${project}`, 'utf8'));
    decipher.setAuthTag(bytes(tag));
    return Buffer.concat([decipher.update(bytes(data)), decipher.final()]).toString('utf8');
  } catch (cause) {
    const detail = `${file}, which an earlier version wrote, cannot be opened with the key in ${keyFile}: put back the file and the key from one backup, or move the file away and set the secrets anew`;
    throw new Fault('secrets-failed', detail, { cause });
  }
}

async function keyIn(keyFile: string, file: string): Promise<Buffer> {
  const text = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
    const detail = `${file} was written by an earlier version, and its key ${keyFile} cannot be read: bring it back, or point SECRETS_KEY_FILE at it; it is needed this once`;
    throw new Fault('secrets-failed', detail, { cause });
  });
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  const detail = `${keyFile} holds no key of ${KEY_BYTES} bytes in Base64: put back the one that was there`;
  throw new Fault('secrets-failed', detail);
}
