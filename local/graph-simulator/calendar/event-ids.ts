import type { WallTime } from '../../tenant/zones/zone-time.ts';
import type { Instance } from './event-content.ts';

const minute = 60_000;
const mark = 'FRAAgI';

/** The id of an instance: that of its event, and for one of a series its place in it, as Exchange's ids have. */
export function idOf({ event, original }: Instance, immutable: boolean): string {
  const id = immutable ? event.immutableId : event.mutableId;
  return original === undefined ? id : occurrenceId(id, original);
}

export function occurrenceId(id: string, original: WallTime): string {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(Date.parse(`${original}Z`) / minute + 2 ** 40, 0, 6);
  return `${id.replace(/=+$/, '')}${mark}${bytes.toString('base64url')}A==`;
}

/** Takes the id of an occurrence apart; undefined for the id of an event. */
export function fromOccurrenceId(id: string): { id: string; original: WallTime } | undefined {
  const [, stem, place] = /^(.+)FRAAgI([\w-]{8})A==$/.exec(id) ?? [];
  if (stem === undefined || place === undefined) return undefined;
  const minutes = Buffer.from(place, 'base64url').readUIntBE(0, 6) - 2 ** 40;
  return { id: `${stem}=`, original: new Date(minutes * minute).toISOString().slice(0, 19) };
}
