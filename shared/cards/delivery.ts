import type { Connection } from '../connections/connection.ts';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import type { ContactWriter } from '../source/contact-writer.ts';
import type { Source } from '../source/source.ts';

export interface OpenPorts {
  connection(id: string): Promise<Connection>;
  openSource(connection: Connection): Source & ContactWriter;
}

/** A connection with its source. */
export interface Opened {
  connection: Connection;
  source: Source & ContactWriter;
}

/** What all targets of one submission share while it is delivered. */
export interface Delivery {
  profile: CardsProfile;
  /** The profile's connection; opened when it is first asked for, because then each target says itself why it cannot be. */
  open(): Promise<Opened>;
}

export function deliveryOf({ connection: find, openSource }: OpenPorts, profile: CardsProfile): Delivery {
  const openNow = async (): Promise<Opened> => {
    const connection = await find(profile.connectionId);
    return { connection, source: openSource(connection) };
  };
  let opened: Promise<Opened> | undefined;
  return { profile, open: () => (opened ??= openNow()) };
}
