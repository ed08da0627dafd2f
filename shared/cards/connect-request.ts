import { parseJson } from '../http/body.ts';
import { parsed, places } from '../http/faults.ts';
import type { ApiRequest } from '../http/request.ts';
import { z } from 'zod';
import type { CardsProfile } from '../profiles/cards-profile.ts';
import { submissionFieldNames } from '../profiles/cards-profile.ts';
import { mapFields } from './field-map.ts';
import { formFields } from './form-body.ts';
import type { FormValues } from './page/connect-form.ts';
import type { SignedMessage } from '../webhooks/signature.ts';
import { pageInputSchema, platformInputSchema, type PageInput, type PlatformInput } from './visitor-input.ts';

export const formType = 'application/x-www-form-urlencoded';
export const jsonType = 'application/json';

/** Most bytes a submission may have, and how deep and wide its JSON may be. */
export const connectLimits = { bytes: 32 * 1024, depth: 10, keys: 200 };

/** Whether a form was sent by a browser that shows the answer as a page. */
export function wantsPage(request: ApiRequest): boolean {
  const isForm = request.header('content-type')?.toLowerCase().startsWith(formType) === true;
  return isForm && request.header('accept')?.includes('text/html') === true;
}

/** What a page sends, as a form or as JSON. */
export function readPageInput(request: ApiRequest, bytes: Uint8Array): PageInput {
  const isForm = request.header('content-type')?.toLowerCase().startsWith(formType) === true;
  return isForm
    ? parsed(pageInputSchema, formFields(bytes), places.body)
    : parseJson(bytes, pageInputSchema, connectLimits);
}

/** What a card platform sends: under our own names, or under its own and the profile's field map. */
export function readPlatformInput(bytes: Uint8Array, { fieldMap }: Pick<CardsProfile, 'fieldMap'>): PlatformInput {
  if (fieldMap === undefined) return parseJson(bytes, platformInputSchema, connectLimits);
  const document = parseJson(bytes, z.unknown(), connectLimits);
  return parsed(platformInputSchema, mapFields(document, fieldMap), places.body);
}

/** The signed message that a request is, by the headers of Standard Webhooks; undefined when it is not signed. */
export function signedMessage(
  request: ApiRequest,
  body: Uint8Array,
): { message: SignedMessage; header: string } | undefined {
  const header = request.header('webhook-signature');
  if (header === undefined) return undefined;
  const id = request.header('webhook-id') ?? '';
  return { message: { id, timestamp: request.header('webhook-timestamp') ?? '', body }, header };
}

/** A form as it was typed, right or wrong. */
export interface TypedForm {
  values: FormValues;
  token: string | undefined;
  language: string | undefined;
}

/** What stood in the fields of a form that could not be taken, to be shown again. */
export function typedValues(bytes: Uint8Array): TypedForm {
  let fields: Record<string, string>;
  try {
    fields = formFields(bytes);
  } catch {
    // What cannot be read cannot be shown again; what is wrong with it is told by whoever reads it for real.
    return { values: {}, token: undefined, language: undefined };
  }
  const values = Object.fromEntries(submissionFieldNames.map((name) => [name, fields[name]]));
  const { token, language, consent } = fields;
  return { values: { ...values, consent: consent !== undefined }, token, language };
}
