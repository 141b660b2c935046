import { type Masker, maskDeep } from './masker.ts';

/**
 * `value`, which is JSON, without secrets. As one text, because a name before a value can be what
 * gives it away; a secret that reaches over the structure, such as `","name":"`, must not change
 * it, and then every string is masked by itself. `write` is how the text is made.
 */
export function maskJson<Value>(
  masker: Pick<Masker, 'mask'>,
  value: Value,
  write: (value: unknown) => string = (each) => JSON.stringify(each),
): Value {
  const text = write(value);
  const masked = masker.mask(text);
  if (masked === text) return value;
  const whole = parsed(masked);
  if (isLike(value, whole)) return whole as Value;
  return maskFields(masker, value) as Value;
}

/** Each string, with the name of its field where that says what it is. */
function maskFields(masker: Pick<Masker, 'mask'>, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => maskFields(masker, each));
  if (typeof value !== 'object' || value === null) return maskDeep(masker, value);
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]): [string, unknown] => {
      if (typeof inner !== 'string') return [masker.mask(name), maskFields(masker, inner)];
      const pair = { [name]: inner };
      const whole = parsed(masker.mask(JSON.stringify(pair)));
      const kept = isLike(pair, whole) ? String((whole as typeof pair)[name]) : inner;
      return [masker.mask(name), masker.mask(kept)];
    }),
  );
}

/** Says whether two values differ in nothing but the text of strings. */
function isLike(left: unknown, right: unknown): boolean {
  if (typeof left === 'string') return typeof right === 'string';
  if (typeof left !== 'object' || left === null) return left === right;
  if (typeof right !== 'object' || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const [ours, theirs] = [Object.entries(left), new Map(Object.entries(right))];
  // What is `undefined` is not written.
  const fields = ours.filter(([, each]) => each !== undefined);
  return (
    fields.length === theirs.size &&
    fields.every(([name, each]) => theirs.has(name) && isLike(each, theirs.get(name)))
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
