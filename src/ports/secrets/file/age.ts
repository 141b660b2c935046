/** Loaded at the first use: 25 MB that a bot without secrets does not need. */
const library = () => import('age-encryption');

/** Why a file does not open: of another identity, or not as it was written. */
export type AgeTrouble = 'other-identity' | 'damaged';

/** `age -d` opens it with the same identity: the standard's format, in its ASCII form. */
export async function seal(text: string, identity: string): Promise<string> {
  const { armor, Encrypter, identityToRecipient } = await library();
  const encrypter = new Encrypter();
  encrypter.addRecipient(await identityToRecipient(identity));
  return armor.encode(await encrypter.encrypt(text));
}

/** What `seal` took, or what `age` wrote, binary or ASCII; else why not. Never throws. */
export async function open(
  sealed: Uint8Array,
  identity: string,
): Promise<{ readonly text: string } | { readonly trouble: AgeTrouble }> {
  const { armor, Decrypter } = await library();
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    const text = Buffer.from(sealed).toString('latin1');
    const binary = text.trimStart().startsWith('-----BEGIN AGE') ? armor.decode(text) : sealed;
    return { text: await decrypter.decrypt(binary, 'text') };
  } catch (error) {
    // The library tells it by these words alone; a test holds them.
    const isOther = /no identity matched/u.test((error as Error).message);
    return { trouble: isOther ? 'other-identity' : 'damaged' };
  }
}

/** A new X25519 identity, `AGE-SECRET-KEY-1…`. */
export async function newIdentity(): Promise<string> {
  return (await library()).generateX25519Identity();
}

/** The public half, `age1…`: who has it can seal, and open nothing. */
export async function recipientOf(identity: string): Promise<string> {
  return (await library()).identityToRecipient(identity);
}
