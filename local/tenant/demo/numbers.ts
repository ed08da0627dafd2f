import type { Place } from './places.ts';
import type { Random } from './random.ts';

/** One telephone line, in the pieces that people put their spaces, slashes and brackets between. */
export interface Line {
  dialling: string;
  area: string;
  /** The subscriber's number, of a switchboard its trunk. */
  trunk: string;
  /** The extension behind the trunk, '' for a number without. */
  extension: string;
}

/** Hands out every number once. */
export class NumberPool {
  readonly #trunks = new Map<string, number>();
  readonly #mobiles: Line[] = mobileLines();

  /** A switchboard of a firm; the extension is for the caller to fill in. */
  trunk(place: Place): Line {
    const key = `${place.dialling} ${place.area}`;
    const count = (this.#trunks.get(key) ?? 0) + 1;
    // what is above belongs to contacts that are written by hand
    if (count > 94) throw new Error(`${place.city} has no more numbers`);
    this.#trunks.set(key, count);
    return { dialling: place.dialling, area: place.area, trunk: place.local + twoDigits(count), extension: '' };
  }

  /** The only number of a household. */
  household(place: Place, random: Random): Line {
    const { trunk, ...line } = this.trunk(place);
    return {
      ...line,
      trunk: trunk + String(random.below(10)) + (place.local === '11' ? String(random.below(10)) : ''),
    };
  }

  /** One of the mobile numbers that are kept for films, as long as there are any. */
  mobile(): Line | undefined {
    return this.#mobiles.shift();
  }
}

/** Extensions have as many digits as the place leaves room for. */
export function extensionOf(place: Place, random: Random): string {
  return place.local === '11' ? String(10 + random.below(80)) : String(1 + random.below(8));
}

/** The firm's own mobile numbers come from the last block. */
export function staffMobile(index: number): string {
  return `+49 176 040690${twoDigits(index)}`;
}

/** The blocks of the Bundesnetzagentur's list: 0171 39200xx, 0176 040690xx and single numbers. */
function mobileLines(): Line[] {
  const single = ['152 28817386', '152 28895456', '152 54599371', '172 9925904', '172 9968532', '172 9973185'];
  const others = ['172 9973186', '172 9980752', '174 9091317', '174 9464308'];
  const blocks = Array.from({ length: 174 }, (_, index) =>
    index < 100 ? `171 39200${twoDigits(index)}` : `176 040690${twoDigits(index - 74)}`,
  );
  return [...single, ...blocks, ...others].map((number) => {
    const [area = '', trunk = ''] = number.split(' ');
    return { dialling: '49', area, trunk, extension: '' };
  });
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
