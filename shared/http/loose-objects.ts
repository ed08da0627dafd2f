import { z } from 'zod';
import { pointerOf } from './pointer.ts';

/** The places in a schema where an object would drop fields that it does not know, instead of refusing them. */
export function looseObjects(schema: z.ZodType): string[] {
  const places = new Set<string>();
  z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema, path }) => {
      if (jsonSchema.properties !== undefined && jsonSchema.additionalProperties === undefined)
        places.add(pointerOf(path));
    },
  });
  return [...places];
}
