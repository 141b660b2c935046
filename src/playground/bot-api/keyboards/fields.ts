import { refusal } from '../refusal.ts';

/** A JSON object of a request. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads the fields of one JSON object in the words of the server's JSON reader. */
export interface FieldReader {
  /** @throws {Refusal} when it is absent or no text */
  text(name: string): string;
  optionalText(name: string): string | undefined;
  flag(name: string): boolean;
  /** A JSON object inside; nothing when absent. */
  object(name: string): Fields | undefined;
  fail(reason: string): Error;
}

/** Says whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads `fields`; complaints begin with `prefix`. */
export function fieldReader(fields: Fields, prefix: string): FieldReader {
  const fail = (reason: string): Error => refusal(`${prefix}${reason}`);
  const ofType = <Value>(name: string, type: string, is: (value: unknown) => value is Value) => {
    const value = fields[name];
    if (value === undefined) return undefined;
    if (!is(value)) throw fail(`Field "${name}" must be of type ${type}`);
    return value;
  };
  const optionalText = (name: string) =>
    ofType(name, 'String', (value) => typeof value === 'string');
  return {
    text(name) {
      const value = optionalText(name);
      if (value === undefined) throw fail(`Can't find field "${name}"`);
      return value;
    },
    optionalText,
    flag: (name) => ofType(name, 'Boolean', (value) => typeof value === 'boolean') ?? false,
    object: (name) => ofType(name, 'Object', isFields),
    fail,
  };
}
