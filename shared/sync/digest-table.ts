import type { Digest } from '../phonebook/entry-rows.ts';

const firstCapacity = 1024;
/** Share of the places that may be taken before there are twice as many. */
const fullest = 0.7;
const empty = 0;
const removed = -1;

/**
 * Digests by entry key, in flat arrays. As objects in a map, those of 50,000 entries would be 9 MB that the garbage collector goes
 * through again and again, and it lets the heap grow to a multiple of that meanwhile (docs/performance.md). Open addressing: a key
 * stands at the first free place from the one its hash names.
 */
export class DigestTable {
  #capacity = firstCapacity;
  /** Hashes of the keys; none is `empty`. */
  #hashes = new Float64Array(firstCapacity);
  #digests = new Float64Array(3 * firstCapacity);
  /** Places that are not empty, those of removed keys included. */
  #taken = 0;

  get(entryKey: string): Digest | undefined {
    const place = this.#find(hashOf(entryKey));
    if (place === undefined) return undefined;
    const part = (offset: number): number => this.#digests[3 * place + offset] ?? NaN;
    return { version: part(0), content: part(1), index: part(2) };
  }

  set(entryKey: string, { version, content, index }: Digest): void {
    const hash = hashOf(entryKey);
    this.#put(this.#find(hash) ?? this.#add(hash), version, content, index);
  }

  delete(entryKey: string): void {
    const place = this.#find(hashOf(entryKey));
    if (place !== undefined) this.#hashes[place] = removed;
  }

  #find(hash: number): number | undefined {
    for (let place = this.#first(hash); ; place = (place + 1) % this.#capacity) {
      if (this.#hashes[place] === hash) return place;
      if (this.#hashes[place] === empty) return undefined;
    }
  }

  #add(hash: number): number {
    if (this.#taken >= this.#capacity * fullest) this.#grow();
    let place = this.#first(hash);
    while (this.#hashes[place] !== empty) place = (place + 1) % this.#capacity;
    this.#hashes[place] = hash;
    this.#taken += 1;
    return place;
  }

  #put(place: number, version: number, content: number, index: number): void {
    this.#digests[3 * place] = version;
    this.#digests[3 * place + 1] = content;
    this.#digests[3 * place + 2] = index;
  }

  #first(hash: number): number {
    return hash % this.#capacity;
  }

  #grow(): void {
    const [hashes, digests] = [this.#hashes, this.#digests];
    this.#capacity *= 2;
    this.#hashes = new Float64Array(this.#capacity);
    this.#digests = new Float64Array(3 * this.#capacity);
    this.#taken = 0;
    for (const [place, hash] of hashes.entries()) {
      if (hash === empty || hash === removed) continue;
      this.#digests.set(digests.subarray(3 * place, 3 * place + 3), 3 * this.#add(hash));
    }
  }
}

/**
 * Fifty-three bits of a key, 1 at least: two multiplicative hashes side by side, mixed as MurmurHash3 ends. A third of the time of SHA-1,
 * and never stored.
 */
function hashOf(text: string): number {
  let [high, low] = [0x9e3779b9, 0x85ebca6b];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x9e3779b1);
    low = Math.imul(low ^ unit, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high & 0x1fffff) * 2 ** 32 + (low >>> 0) || 1;
}
