import type { SealedValue } from '../secrets/reseal-values.ts';
import type { DestinationStore } from './destination-store.ts';
import { placeOf } from './save-destination.ts';

/** The passwords of a profile's destinations, as they are sealed. */
export async function sealedPasswords(destinations: DestinationStore, profile: string): Promise<SealedValue[]> {
  return (await destinations.list(profile))
    .filter(({ sealedPassword }) => sealedPassword !== '')
    .map((destination) => ({
      place: placeOf(destination),
      sealed: destination.sealedPassword,
      replace: (sealed) => destinations.reseal({ ...destination, sealedPassword: sealed }),
    }));
}
