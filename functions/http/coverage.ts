import { z } from 'zod';
import { NotFoundError } from '../../shared/errors.ts';
import { requireMatch } from '../../shared/http/etag.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { identifier, nameText } from '../../shared/http/text.ts';
import { accountsSchema } from '../../shared/profiles/account.ts';
import { mailboxView, mailboxViewSchema } from '../../shared/profiles/mailbox-view.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

const largeList = { bytes: 8 * 1024 * 1024, keys: 60_000 };

/** Who is covered: the phone system's accounts, and the mailboxes that were found for them. */
export function coverageRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.getAccounts,
      summary: "Shows the phone-system side's people.",
      role: 'operator',
      answers: { 200: accountsSchema },
      handle: async ({ params }) => {
        await services().profiles.get(params.id);
        const { accounts, etag } = await services().accounts.get(params.id);
        return { status: 200, value: { accounts }, ...(etag !== undefined && { version: etag }) };
      },
    }),
    route({
      ...addresses.putAccounts,
      summary: "Replaces the whole list of the phone-system side's people; the next run matches mailboxes to it.",
      role: 'operator',
      body: accountsSchema,
      limits: largeList,
      conditional: true,
      answers: { 200: z.strictObject({ count: z.number() }) },
      handle: async ({ params, body, request }) => {
        const { profiles, accounts, now } = services();
        await profiles.get(params.id);
        const old = await accounts.get(params.id);
        requireMatch(request, old.etag);
        const version = await accounts.put(params.id, body.accounts, old.etag, now());
        return { status: 200, value: { count: body.accounts.length }, version };
      },
    }),
    route({
      ...addresses.listMailboxes,
      summary: 'Lists who is covered, with last attempt, last success and outcome.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(mailboxViewSchema) },
      handle: async ({ params, query }) => {
        await services().profiles.get(params.id);
        const { mailboxes, next } = await services().mailboxes.page(params.id, query.limit, query.cursor);
        return { status: 200, value: listAnswer(mailboxes.map(mailboxView), next) };
      },
    }),
    route({
      ...addresses.putMailbox,
      summary: 'Switches a mailbox on or off. What it has in a book stays while it is off.',
      role: 'operator',
      params: { id: identifier, mailbox: nameText(120) },
      body: z.strictObject({ enabled: z.boolean() }),
      answers: { 200: mailboxViewSchema },
      handle: async ({ params, body }) => {
        const { profiles, mailboxes } = services();
        await profiles.get(params.id);
        const row = await mailboxes.find(params.id, params.mailbox);
        if (!row)
          throw new NotFoundError(
            `The profile covers no mailbox ${params.mailbox}; list them with GET /api/profiles/${params.id}/mailboxes.`,
          );
        await mailboxes.merge(params.id, [{ key: row.key, enabled: body.enabled }]);
        return { status: 200, value: mailboxView({ ...row, enabled: body.enabled }) };
      },
    }),
  ];
}
