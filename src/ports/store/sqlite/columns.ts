import type { Json } from '../port.ts';

/** `{ [name]: value }`, or nothing for NULL: an absent field comes back absent. */
export function unlessNull<Name extends string, Value>(
  name: Name,
  value: Value | null,
): { readonly [Key in Name]?: Value } {
  return value === null ? {} : ({ [name]: value } as { readonly [Key in Name]: Value });
}

/** What a JSON column holds for `value`. */
export function toColumn(value: Json): string {
  return JSON.stringify(value);
}

/** The value of a JSON column. */
export function fromColumn(column: string): Json {
  return JSON.parse(column) as Json;
}
