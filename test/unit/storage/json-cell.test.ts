import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longText, longTextCells } from '../../../shared/storage/json-cell.ts';

describe('a long text', () => {
  it.each([0, 1, 29_999, 30_000, 30_001, 90_000])('of %i characters is put together as it was', (length) => {
    const text = 'x'.repeat(length);
    const cells = longTextCells('text', text);
    expect(longText('text', cells)).toBe(text);
    expect(Object.keys(cells)).toHaveLength(Math.max(1, Math.ceil(length / 30_000)));
  });

  it('is never cut inside a character, and no part is longer than a cell', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 29_990, max: 30_010 }),
        fc.constantFrom('😀', '😀x', 'é漢', 'x😀'),
        (start, unit) => {
          const text = 'a'.repeat(start) + unit.repeat(25_000);
          const cells = longTextCells('text', text);
          for (const cell of Object.values(cells).map(String)) {
            expect(cell.isWellFormed()).toBe(true);
            expect(cell.length).toBeLessThanOrEqual(30_000);
          }
          expect(longText('text', cells) === text).toBe(true);
        },
      ),
      { numRuns: 30 },
    );
  });
});
