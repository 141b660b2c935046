import type { ParameterSpec } from './method-spec.ts';
import { codePoints } from '../text/text.ts';

/** Names of topics: who cuts them says so. */
const TOLD_LATER = new Set(['name']);

/**
 * What a text breaks of its documented length. Telegram cuts some of them in silence, as titles
 * and names, and refuses others in words of their own; so this says only that it is not as
 * documented. Texts with markup are measured where it is read.
 */
export function beyondLength(
  name: string,
  { length }: ParameterSpec,
  value: unknown,
): string | undefined {
  if (!length || length.afterParsing || TOLD_LATER.has(name)) return undefined;
  if (typeof value !== 'string') return undefined;
  const size = length.unit === 'bytes' ? Buffer.byteLength(value) : codePoints(value);
  if (size <= length.max) return undefined;
  return `"${name}" has ${size} ${length.unit}; ${length.min}-${length.max} are documented.`;
}
