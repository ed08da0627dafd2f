import { ConflictError, NotFoundError, PatchbayError } from '../errors.ts';
import { sealingKeyOf, type Seal, type SealedPlace } from './seal.ts';

/** A sealed value where it is stored. */
export interface SealedValue {
  place: SealedPlace;
  sealed: string;
  /** Stores the value sealed anew; throws conflict or not found when it was changed meanwhile. */
  replace(sealed: string): Promise<void>;
}

/** What resealing some values did: how many it sealed anew, how many each key seals now, and which it could not. */
export interface ResealedValues {
  resealed: number;
  keys: Record<string, number>;
  failures: { place: SealedPlace; detail: string }[];
}

/** Seals with the newest key what an older one has sealed; may be cut off and repeated. */
export async function resealValues(values: readonly SealedValue[], seal: Seal): Promise<ResealedValues> {
  const result: ResealedValues = { resealed: 0, keys: {}, failures: [] };
  for (const value of values) {
    let keyId = sealingKeyOf(value.sealed) ?? 'unreadable';
    if (keyId !== seal.writes) {
      const detail = await resealed(value, seal);
      if (detail === undefined) {
        keyId = seal.writes;
        result.resealed += 1;
      } else result.failures.push({ place: value.place, detail });
    }
    result.keys[keyId] = (result.keys[keyId] ?? 0) + 1;
  }
  return result;
}

/** Answers why not, or undefined when it is done. */
async function resealed({ place, sealed, replace }: SealedValue, seal: Seal): Promise<string | undefined> {
  try {
    await replace(seal.seal(place, seal.open(place, sealed)));
    return undefined;
  } catch (error) {
    if (error instanceof ConflictError || error instanceof NotFoundError)
      return 'It was changed meanwhile; reseal again.';
    if (error instanceof PatchbayError) return error.message;
    throw error;
  }
}

/** Several results as one. */
export function togetherResealed(results: readonly ResealedValues[]): ResealedValues {
  const keys: Record<string, number> = {};
  for (const result of results)
    for (const [id, count] of Object.entries(result.keys)) keys[id] = (keys[id] ?? 0) + count;
  return {
    resealed: results.reduce((sum, result) => sum + result.resealed, 0),
    keys,
    failures: results.flatMap(({ failures }) => failures),
  };
}
