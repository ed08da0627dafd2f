import { describe, expect, it } from 'vitest';
import { newestKey, withNewKey } from '../../../infra/sealing-keys.ts';
import { readSettings } from '../../../shared/settings.ts';

const day = new Date('2026-11-21T12:00:00Z');
const bytes = (value: number): Uint8Array => new Uint8Array(32).fill(value);
const idsOf = (keys: string): string[] =>
  readSettings({ AzureWebJobsStorage: 'x', PATCHBAY_SEALING_KEYS: keys }).sealingKeys.map(({ id }) => id);

describe('the sealing keys in the vault', () => {
  it('begin with one that the app accepts', () => {
    expect(idsOf(withNewKey(undefined, bytes(1), day))).toEqual(['k261121']);
  });

  it('are rotated by putting a new one first, under an id of its own', () => {
    const first = withNewKey(undefined, bytes(1), day);
    const second = withNewKey(first, bytes(2), day);
    expect(idsOf(second)).toEqual(['k261121b', 'k261121']);
    expect(second.endsWith(`,${first}`)).toBe(true);
  });

  it('lose the old ones only when asked', () => {
    const keys = withNewKey(withNewKey(undefined, bytes(1), day), bytes(2), day);
    expect(idsOf(newestKey(keys))).toEqual(['k261121b']);
    expect(newestKey(newestKey(keys))).toBe(newestKey(keys));
  });
});
