import { z } from 'zod';
import { erasePerson, submissionsOf } from '../../shared/cards/forget-visitors.ts';
import { replaySubmission } from '../../shared/cards/replay-submission.ts';
import { submissionView, submissionViewSchema } from '../../shared/cards/submission-view.ts';
import { listAnswer, listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { emailAddress } from '../../shared/http/text.ts';
import { ofKind } from '../../shared/profiles/profile.ts';
import type { Services } from '../../shared/services.ts';
import { addresses } from './addresses.ts';

const person = z.strictObject({ email: emailAddress });

/** What the cards of a profile have received, and what became of it. */
export function submissionRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listSubmissions,
      summary: 'Lists the submissions of a profile, newest first, with what became of them in each mailbox.',
      role: 'operator',
      query: pageParameters,
      answers: { 200: listOf(submissionViewSchema) },
      handle: async ({ params, query }) => {
        ofKind(await services().profiles.get(params.id), 'cards');
        const { submissions, next } = await services().submissions.page(params.id, query);
        return { status: 200, value: listAnswer(submissions.map(submissionView), next) };
      },
    }),
    route({
      ...addresses.getSubmission,
      summary: 'Shows a submission.',
      role: 'operator',
      answers: { 200: submissionViewSchema },
      handle: async ({ params }) => {
        await services().profiles.get(params.id);
        return { status: 200, value: submissionView(await services().submissions.get(params.id, params.submission)) };
      },
    }),
    route({
      ...addresses.replaySubmission,
      summary: 'Tries the mailboxes again that refused a submission, after the cause was repaired.',
      role: 'operator',
      answers: { 202: submissionViewSchema },
      handle: async ({ params }) => {
        await services().profiles.get(params.id);
        const submission = await replaySubmission(services(), params.id, params.submission);
        return { status: 202, value: submissionView(submission) };
      },
    }),
    route({
      ...addresses.exportPerson,
      summary: 'Everything that is kept of one person, by e-mail address.',
      role: 'operator',
      body: person,
      answers: { 200: z.strictObject({ submissions: z.array(submissionViewSchema) }) },
      handle: async ({ params, body }) => {
        await services().profiles.get(params.id);
        const found = await submissionsOf(services(), params.id, body.email);
        return { status: 200, value: { submissions: found.map(submissionView) } };
      },
    }),
    route({
      ...addresses.erasePerson,
      summary: "Erases one person's fields in all submissions, by e-mail address; contacts in mailboxes stay.",
      role: 'operator',
      body: person,
      answers: { 200: z.strictObject({ erased: z.int() }) },
      handle: async ({ params, body }) => {
        await services().profiles.get(params.id);
        return { status: 200, value: { erased: await erasePerson(services(), params.id, body.email) } };
      },
    }),
  ];
}
