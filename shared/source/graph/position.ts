import { z } from 'zod';
import { ResyncError } from '../../errors.ts';
import type { GraphCloud } from './clouds.ts';
import { trustedLink } from './url.ts';

const position = z.strictObject({
  /** `list` and `prove` are the two passes of a full round, `delta` the changes after it. */
  p: z.enum(['list', 'prove', 'delta']),
  /** Absent at the start of a pass. */
  link: z.string().optional(),
  /** What was asked for; a link answers nothing else, so a position made for something else is worthless. */
  asked: z.string(),
});

/** How far a feed has been read. */
export interface Position {
  phase: 'list' | 'prove' | 'delta';
  link: string | undefined;
}

/** A position as opaque text for the reader to keep. It contains no secret: the links carry state tokens, not access. */
export function toPositionText({ phase, link }: Position, asked: string): string {
  return JSON.stringify({ p: phase, ...(link === undefined ? {} : { link }), asked });
}

/** A position that comes back. Damaged, or made for other fields or another feed: the feed is read anew. */
export function fromPositionText(text: string, asked: string, cloud: GraphCloud): Position {
  const result = position.safeParse(fromJson(text));
  if (!result.success || result.data.asked !== asked) {
    throw new ResyncError('The stored position does not fit what is to be read; the folder is read anew.', {
      code: 'position',
    });
  }
  const { p, link } = result.data;
  if (p === 'delta' && link === undefined) {
    throw new ResyncError('The stored position is incomplete; the folder is read anew.', { code: 'position' });
  }
  return { phase: p, link: link === undefined ? undefined : trustedLink(cloud, link) };
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
