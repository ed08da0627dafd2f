import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../shared/secrets/secret.ts';
import { canary } from '../connections/stubs.ts';

describe('a secret', () => {
  const secret = new Secret(canary);

  it('gives its text to whoever asks for it', () => {
    expect(secret.reveal()).toBe(canary);
  });

  it('shows itself in no other way', () => {
    const shown = [
      String(secret),
      [secret].join(),
      JSON.stringify({ secret, list: [secret] }),
      inspect(secret),
      inspect({ deep: { secret } }, { showHidden: true, depth: 9 }),
      format('%s %o %j', secret, secret, secret),
      JSON.stringify(Object.entries(secret)),
      JSON.stringify(Object.assign({}, secret)),
      inspect(structuredClone({ secret: Object.assign({}, secret) })),
      // eslint-disable-next-line @typescript-eslint/restrict-template-expressions -- what a careless log line would do
      `${secret}`,
    ];
    for (const text of shown) expect(text).not.toContain(canary);
    expect(shown[0]).toBe('[redacted]');
    expect(shown[2]).toBe('{"secret":"[redacted]","list":["[redacted]"]}');
  });
});
