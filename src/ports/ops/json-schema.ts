import { z } from 'zod';
import { environmentSchema, holdsSchema } from './schema.ts';

/** JSON Schema of the files of an ops repository, for editors: text by name of file. */
export function opsJsonSchemas(): Readonly<Record<string, string>> {
  return {
    'environment.schema.json': toText(
      environmentSchema,
      'environments/<project>/<environment>.yaml',
    ),
    'holds.schema.json': toText(holdsSchema, 'holds.yaml'),
  };
}

function toText(schema: z.ZodType, title: string): string {
  const json = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify({ ...json, title }, undefined, 2)}\n`;
}
