import { z } from 'zod';
import { environmentSchema, holdsSchema } from './schema.ts';

/** JSON Schema of the files of an ops repository, for editors: by name of file. */
export function opsJsonSchemas(): Readonly<Record<string, unknown>> {
  return {
    'environment.schema.json': toJson(
      environmentSchema,
      'An environment of a project: `environments/<project>/<environment>.yaml` in the ops repository.',
    ),
    'holds.schema.json': toJson(
      holdsSchema,
      'Locks and freezes: `holds.yaml` in the ops repository.',
    ),
  };
}

function toJson(schema: z.ZodType, description: string): unknown {
  const json = z.toJSONSchema(schema, { io: 'input' });
  return { description, ...json };
}
