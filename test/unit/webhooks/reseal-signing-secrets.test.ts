import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { resealValues, togetherResealed } from '../../../shared/secrets/reseal-values.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { signingSecrets } from '../../../shared/webhooks/signing-secrets.ts';

it('seals signing secrets anew when the sealing key changes, and counts what each key still seals', async () => {
  const [old, fresh] = ['k1', 'k2'].map((id) => ({ id, key: randomBytes(32) }));
  const table = memoryTable();
  const before = signingSecrets(table, openSeal([old!]), () => new Date(0));
  const texts = [(await before.create('p')).text, (await before.create('p')).text];
  const rotated = openSeal([fresh!, old!]);
  const after = signingSecrets(table, rotated, () => new Date(0));
  const values = await after.sealed('p');
  const busy = { ...values[0]!, replace: () => values[0]!.replace('x').then(() => values[0]!.replace('y')) };
  await after.delete('p', '1');
  const broken = await resealValues([busy, values[1]!], rotated);
  expect(broken).toMatchObject({ resealed: 1, keys: { k1: 1, k2: 1 }, failures: [{ place: { id: 'p' } }] });
  const only = signingSecrets(table, openSeal([fresh!]), () => new Date(0));
  expect((await only.open('p')).map((secret) => secret.reveal())).toEqual([texts[1]]);
  const again = await resealValues(await after.sealed('p'), rotated);
  expect(togetherResealed([again, again])).toEqual({ resealed: 0, keys: { k2: 2 }, failures: [] });
});
