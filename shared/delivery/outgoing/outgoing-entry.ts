import { z } from 'zod';
import { rangeOf, type AddressRange } from './address-kind.ts';

/** One entry of `PATCHBAY_OUTGOING`: the public internet, one host by its name, or a range of addresses; each with one port. */
export type OutgoingEntry =
  | { kind: 'public'; port: number }
  | { kind: 'host'; host: string; port: number }
  | { kind: 'range'; range: AddressRange; port: number };

const usualPort = 443;
const hostName = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The setting: entries separated by commas, each `public`, a host, an address or a CIDR range (IPv6 in brackets), with `:port` where that is not 443. */
export const outgoingSetting = z.string().transform((text, context): OutgoingEntry[] => {
  const entries = text.split(',').map((entry) => entryOf(entry.trim().toLowerCase()));
  if (entries.every((entry) => entry !== undefined)) return entries;
  context.addIssue({
    code: 'custom',
    message:
      'must be "public", host names, addresses and ranges such as 10.1.0.0/16, separated by commas, each with :port where it is not 443',
    input: undefined,
  });
  return z.NEVER;
});

function entryOf(text: string): OutgoingEntry | undefined {
  const [, bracketed, plain = '', given] =
    /^(?:\[([0-9a-f:.]+(?:\/\d{1,3})?)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = given === undefined ? usualPort : Number(given);
  if (port < 1 || port > 65_535) return undefined;
  if (plain === 'public') return { kind: 'public', port };
  const range = rangeOf(bracketed ?? plain);
  if (range) return { kind: 'range', range, port };
  return bracketed === undefined && hostName.test(plain) ? { kind: 'host', host: plain, port } : undefined;
}
