/** An answer of the simulated STARFACE. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

export const noContent: Answer = { status: 204, headers: {}, body: '' };

/** What a change gets that went wrong: the status 200 (starface-api.yaml, "Unexpected error"). */
export const changeFailed: Answer = jsonAnswer(200, { error: 'Unexpected error' });

export const notFound: Answer = jsonAnswer(404, { error: 'not found' });
