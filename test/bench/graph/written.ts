import { z } from 'zod';
import { random } from './random.ts';

const contactSchema = z.record(z.string(), z.unknown());

/** The answer to a contact that was written: what was sent, with an id and a version. */
export function createdText(body: string, number: number): string {
  const own = random(`written/${number}`);
  const names = { '@odata.etag': `W/"EQAAABYAAAB${own.text(21)}"`, id: `AAMkAG${own.text(134)}=` };
  return JSON.stringify({ ...names, ...contactSchema.parse(JSON.parse(body)) });
}
