import { inspect } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectionInputSchema } from '../../../shared/connections/connection-input.ts';
import { connectionView, connectionViewSchema } from '../../../shared/connections/connection.ts';
import { createConnection, replaceConnection } from '../../../shared/connections/save-connection.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { credentialsBy, signInOf } from '../../../shared/connections/sign-in.ts';
import { testConnection } from '../../../shared/connections/test-connection.ts';
import { DeniedError } from '../../../shared/errors.ts';
import { allRows } from '../../../shared/storage/table.ts';
import { body, canary, input, key, pem, world, type World } from './stubs.ts';

/** Whatever an operation may show: answers, errors, logs of any object that it passes around. */
const shown: string[] = [];
function show(value: unknown): void {
  const deep = { depth: 20, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity };
  shown.push(inspect(value, deep), JSON.stringify(value));
  if (value instanceof Error) shown.push(String(value.stack), String(value.cause));
}

/** The ways in which a text could be written down. */
function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  // A text inside a longer one has other base64 digits at its ends, and one of three alignments.
  const aligned = [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return [padded.slice(4, -4), padded.slice(4, -4).replaceAll('+', '-').replaceAll('/', '_')];
  });
  return [text, bytes.toString('hex'), encodeURIComponent(text), JSON.stringify(text).slice(1, -1), ...aligned];
}

let w: World;
let certificate: string;
beforeAll(async () => {
  w = world();
  const made = await pem();
  certificate = made.private + made.cert;
  const inputs = [input(), input({ credential: { kind: 'certificate', certificate } })];
  for (const one of inputs) {
    show(one);
    const created = await createConnection(w, one);
    show(created);
    show(connectionView(created));
    show(await testConnection(w, created.id));
    show(signInOf(created, w.seal, w.settings));
    show(credentialsBy(w.seal, w.settings)(created));
    const refused = {
      ...w,
      openProbe: () => {
        throw new DeniedError('No.', { code: 'secretInvalid' });
      },
    };
    await replaceConnection(refused, created.id, one).catch(show);
    await replaceConnection(
      { ...w, seal: openSeal([key('k2')]) },
      created.id,
      input({ credential: { kind: one.credential.kind } }),
    ).catch(show);
    show(await testConnection({ ...w, seal: openSeal([key('k2')]) }, created.id));
    await replaceConnection({ ...w, activeRun: () => Promise.resolve('r1') }, created.id, one).catch(show);
  }
  for (const wrong of [
    { secret: `${canary} ` },
    { secret: canary, other: 1 },
    { secret: canary.repeat(90) },
    { certificate: canary },
  ]) {
    show(connectionInputSchema.safeParse(body({ credential: { kind: 'secret', ...wrong } })));
  }
  const halved = certificate.slice(0, 1700);
  show(connectionInputSchema.safeParse(body({ credential: { kind: 'certificate', certificate: halved } })));
  show(await allRows(w.table, 'connection'));
  show(await allRows(w.table, 'health'));
  show(await w.store.all());
});

describe('the secrets of connections', () => {
  it('are in no answer, error, log line or row, however written', () => {
    const all = shown.join('\n');
    expect(shown.length).toBeGreaterThan(40);
    for (const spelling of spellings(canary)) expect(all).not.toContain(spelling);
    for (const line of certificate
      .split('-----BEGIN CERTIFICATE')[0]
      ?.split(/\r?\n/)
      .filter((text) => text.length > 30) ?? []) {
      expect(all).not.toContain(line);
    }
    expect(all).not.toContain('PRIVATE KEY-----');
  });

  it('have no place in what the API shows', async () => {
    for (const connection of await w.store.all()) {
      const view = connectionView(connection);
      expect(connectionViewSchema.parse(view)).toEqual(view);
      expect(Object.keys(view)).not.toContain('sealed');
      expect(JSON.stringify(view)).not.toContain('v1.k1');
    }
  });
});
