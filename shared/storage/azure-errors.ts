import { isRestError } from '@azure/core-rest-pipeline';

/** The HTTP status of an error of the storage SDKs; undefined when no answer came. */
export function statusOf(error: unknown): number | undefined {
  return isRestError(error) ? error.statusCode : undefined;
}
