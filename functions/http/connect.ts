import { z } from 'zod';
import { InvalidError, NotFoundError, ThrottledError } from '../../shared/errors.ts';
import { publicRoute, type Route } from '../../shared/http/route.ts';
import type { ApiRequest } from '../../shared/http/request.ts';
import {
  connectFromPage,
  connectFromPlatform,
  openConnect,
  requireSignature,
  type OpenCard,
} from '../../shared/cards/connect.ts';
import {
  connectLimits,
  formType,
  jsonType,
  readPageInput,
  readPlatformInput,
  signedMessage,
  typedValues,
  wantsPage,
} from '../../shared/cards/connect-request.ts';
import { consentText } from '../../shared/cards/consent.ts';
import { corsHeaders, originOf, preflightHeaders, requireOrigin } from '../../shared/cards/origins.ts';
import { languageOf } from '../../shared/cards/page/language.ts';
import { visitorFaults } from '../../shared/cards/page/visitor-faults.ts';
import { idempotencyKey } from '../../shared/cards/repeat.ts';
import { newFormToken, showCard } from '../../shared/cards/show-card.ts';
import { languages, type Language } from '../../shared/cards/submission.ts';
import { outcomeOf, outcomeSchema } from '../../shared/cards/submission-view.ts';
import { visitorAddress } from '../../shared/cards/visitor-address.ts';
import { pageInputSchema, platformInputSchema } from '../../shared/cards/visitor-input.ts';
import type { Services } from '../../shared/services.ts';
import { cardParam, contentOf } from './card-pages.ts';
import { addresses } from './addresses.ts';

const htmlType = 'text/html; charset=utf-8';
const takenSchema = z.strictObject({ id: z.string() }).meta({ id: 'TakenSubmission' });
const formSchema = z
  .strictObject({ siteKey: z.string(), token: z.string(), consent: z.record(z.enum(languages), z.string()) })
  .meta({ id: 'ConnectForm' });

/** The Connect button: for pages in browsers, and for servers of card platforms. */
export function connectRoutes(services: () => Services): Route[] {
  return [
    publicRoute({
      ...addresses.connect,
      summary: 'Takes a contact for the owner of a business card.',
      description:
        "From a page: form or JSON, with the card's site key, a token, the consent, and an origin that the card names. From a card platform's server: JSON signed as Standard Webhooks 1.0 says. The answer is given when it is safely stored; repeats with the same `Idempotency-Key`, `webhook-id` or content get the same answer.",
      params: cardParam,
      anyQuery: true,
      rawBody: {
        mediaTypes: { [jsonType]: z.union([pageInputSchema, platformInputSchema]), [formType]: pageInputSchema },
        bytes: connectLimits.bytes,
      },
      answers: { 202: [takenSchema, htmlType], 400: htmlType, 429: htmlType },
      handle: async ({ params, bytes, request }) => {
        const open = await openConnect(services(), params.card);
        const signed = signedMessage(request, bytes);
        if (signed) {
          await requireSignature(services(), open.profile.id, signed.message, signed.header);
          const input = readPlatformInput(bytes, open.profile.body);
          const id = await connectFromPlatform(services(), open, input, signed.message.id);
          return { status: 202, value: { id } };
        }
        const own = originOf(request.url);
        requireOrigin(request.header('origin'), own, open.card);
        if (wantsPage(request)) return takeForm(services(), open, request, bytes);
        const headers = corsHeaders(request.header('origin'), own, open.card);
        return { status: 202, value: { id: await takeFromPage(services(), open, request, bytes) }, headers };
      },
    }),
    publicRoute({
      ...addresses.connectForm,
      summary: 'What a page of your own needs for its form: site key, token, and the text to agree to.',
      params: cardParam,
      anyQuery: true,
      answers: { 200: formSchema },
      handle: async ({ params, request }) => {
        const open = await openConnect(services(), params.card);
        const { card, profile } = open;
        const text = (language: Language): string => consentText(profile.body, card.body.displayName, language);
        const headers = corsHeaders(request.header('origin'), originOf(request.url), card);
        const value = {
          siteKey: card.siteKey,
          token: newFormToken(services(), open),
          consent: { de: text('de'), en: text('en') },
        };
        return { status: 200, value, headers };
      },
    }),
    publicRoute({
      ...addresses.connectPreflight,
      summary: 'Tells browsers whether a page of another origin may send to a card.',
      params: cardParam,
      anyQuery: true,
      answers: { 204: 'empty' },
      handle: async ({ params, request }) => {
        const { card } = await openConnect(services(), params.card);
        const headers = corsHeaders(request.header('origin'), originOf(request.url), card);
        return { status: 204, headers: { ...preflightHeaders, ...headers } };
      },
    }),
    publicRoute({
      ...addresses.submissionOutcome,
      summary: 'Tells a page what became of a submission, and nothing else.',
      params: { ...cardParam, submission: z.string().max(200) },
      anyQuery: true,
      answers: { 200: outcomeSchema },
      handle: async ({ params, request }) => {
        const { card, profile } = await openConnect(services(), params.card);
        const submission = await services().submissions.find(profile.id, params.submission);
        if (submission?.card !== card.id)
          throw new NotFoundError('There is no such submission of this card; it may be too long ago.');
        const headers = corsHeaders(request.header('origin'), originOf(request.url), card);
        return { status: 200, value: outcomeOf(submission), headers };
      },
    }),
  ];
}

function takeFromPage(services: Services, open: OpenCard, request: ApiRequest, bytes: Uint8Array): Promise<string> {
  const key = idempotencyKey(request.header('idempotency-key'));
  const input = readPageInput(request, bytes);
  const address = visitorAddress(request.header('x-forwarded-for'));
  return connectFromPage(services, open, input, {
    address,
    key,
    language: languageOf(request.header('accept-language')),
  });
}

/** The same for a browser without script: whatever comes of it is a page. */
async function takeForm(services: Services, open: OpenCard, request: ApiRequest, bytes: Uint8Array) {
  const { values, token, language: asked } = typedValues(bytes);
  const language = languageOf(request.header('accept-language'), asked);
  try {
    await takeFromPage(services, open, request, bytes);
    return { status: 202 as const, ...contentOf(showCard(services, open, language, { outcome: 'sent' })) };
  } catch (error) {
    if (error instanceof ThrottledError) {
      const page = contentOf(showCard(services, open, language, { outcome: 'tooMany', values, token }));
      const headers = { ...page.headers, 'retry-after': String(error.retryAfterSeconds) };
      return { status: 429 as const, ...page, headers };
    }
    if (!(error instanceof InvalidError)) throw error;
    const faults = visitorFaults(error.faults, values, language);
    return { status: 400 as const, ...contentOf(showCard(services, open, language, { values, faults, token })) };
  }
}
