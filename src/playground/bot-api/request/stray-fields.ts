import type { FieldSpec, ParameterType } from './method-spec.ts';
import { SHAPES } from './shapes.generated.ts';

/**
 * What an object of a request has that its declaration has not, such as `reply_markup.resize`, or
 * has of another type. Telegram ignores the first in silence and takes the second as nothing.
 */
export function strayFields(name: string, spec: FieldSpec, value: unknown): string[] {
  const fields = spec.shape === undefined ? undefined : SHAPES[spec.shape];
  if (!fields || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => strayFields(name, spec, item));
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    const path = `${name}.${key}`;
    if (!field) return [`Telegram knows no field "${path}" and ignores it.`];
    if (field.type !== undefined && inner !== undefined && !isOfType(field.type, inner))
      return [`The field "${path}" must be of type ${field.type}.`];
    return strayFields(path, field, inner);
  });
}

function isOfType(type: ParameterType, value: unknown): boolean {
  switch (type) {
    case 'string':
    case 'file':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'id':
      return typeof value === 'string' || Number.isInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null;
  }
}
