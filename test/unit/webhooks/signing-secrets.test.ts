import { describe, expect, it } from 'vitest';
import { derivedKeys } from '../../../shared/secrets/derived-keys.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows } from '../../../shared/storage/table.ts';
import { signingSecrets } from '../../../shared/webhooks/signing-secrets.ts';

const [first, second] = [
  { id: 'k1', key: Buffer.alloc(32, 1) },
  { id: 'k2', key: Buffer.alloc(32, 2) },
];
const now = (): Date => new Date('2026-11-02T12:00:00Z');

describe('the signing secrets of a profile', () => {
  it('are two at most, shown once, and sealed where they are kept', async () => {
    const table = memoryTable();
    const secrets = signingSecrets(table, openSeal([first]), now);
    const made = [await secrets.create('aa'), await secrets.create('aa')];
    await expect(secrets.create('aa')).rejects.toMatchObject({ kind: 'conflict' });
    expect((await secrets.open('aa')).map((secret) => secret.reveal())).toEqual(made.map(({ text }) => text));
    const kept = JSON.stringify([await allRows(table, 'aa'), await secrets.list('aa')]);
    for (const { text } of made) expect(kept).not.toContain(text.slice('whsec_'.length, 30));
  });

  it('make room for the next when one is deleted', async () => {
    const secrets = signingSecrets(memoryTable(), openSeal([first]), now);
    const [old, kept] = [await secrets.create('aa'), await secrets.create('aa')];
    await secrets.delete('aa', old.secret.id);
    const fresh = await secrets.create('aa');
    const open = (await secrets.open('aa')).map((secret) => secret.reveal());
    expect(open.sort()).toEqual([fresh.text, kept.text].sort());
    await expect(secrets.delete('aa', '3')).rejects.toMatchObject({ kind: 'notFound' });
  });

  it('are those of one profile', async () => {
    const secrets = signingSecrets(memoryTable(), openSeal([first]), now);
    await secrets.create('aa');
    expect(await secrets.open('ab')).toEqual([]);
  });

  it('can be sealed anew, each bound to its place', async () => {
    const table = memoryTable();
    const [before, after] = [openSeal([first]), openSeal([second])];
    const made = await signingSecrets(table, before, now).create('aa');
    const [value] = await signingSecrets(table, before, now).sealed('aa');
    if (!value) throw new Error('It was made.');
    expect(() => before.open({ ...value.place, id: 'ab' }, value.sealed)).toThrow();
    await value.replace(after.seal(value.place, before.open(value.place, value.sealed)));
    const [opened] = await signingSecrets(table, after, now).open('aa');
    expect(opened?.reveal()).toBe(made.text);
  });
});

describe('keys derived from sealing keys', () => {
  it('differ by key and purpose, are always the same, and tell nothing of where they come from', () => {
    const keys = [...derivedKeys([first, second], 'form'), ...derivedKeys([first, second], 'address')];
    expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(4);
    expect(keys.every((key) => key.length === 32 && !key.equals(first.key) && !key.equals(second.key))).toBe(true);
    expect(derivedKeys([first], 'form')[0]).toEqual(keys[0]);
  });
});
