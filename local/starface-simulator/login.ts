import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { jsonAnswer, type Answer } from './answer.ts';
import type { TelephoneSystem } from './telephone-system.ts';

const loginBody = z.object({ loginType: z.literal('Internal'), nonce: z.string(), secret: z.string() });

/** `GET /rest/login`: a template with a nonce that is good for one login. */
export function loginTemplate(system: TelephoneSystem): Answer {
  const nonce = randomUUID();
  system.nonces.add(nonce);
  return jsonAnswer(200, { loginType: 'Internal', nonce });
}

/** `POST /rest/login`: the secret is `login:SHA512(login nonce SHA512(password))`, in hexadecimal. */
export function logIn(system: TelephoneSystem, body: unknown): Answer {
  const { login, password } = system;
  const given = loginBody.safeParse(body);
  const isFresh = given.success && system.nonces.delete(given.data.nonce);
  const right = given.success ? `${login}:${sha512(login + given.data.nonce + sha512(password))}` : '';
  if (!given.success || !isFresh || given.data.secret.toLowerCase() !== right.toLowerCase()) {
    system.refusedLogins += 1;
    return jsonAnswer(400, { token: '' });
  }
  const token = randomUUID();
  system.tokens.add(token);
  return jsonAnswer(200, { token });
}

function sha512(text: string): string {
  return createHash('sha512').update(text).digest('hex');
}
