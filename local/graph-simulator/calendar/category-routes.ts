import { z } from 'zod';
import { GraphError } from '../graph/errors.ts';
import { created, ok } from '../graph/graph-answer.ts';
import type { GraphAnswer } from '../graph/graph-answer.ts';
import type { MailboxCall, Route } from '../graph/route.ts';
import { parseWriteBody } from '../graph/write-body.ts';
import { parseSelect } from '../odata/select.ts';
import { integerOption } from '../odata/query.ts';
import { calendarOf } from './event-call.ts';

const template = '/users/{user-id}/outlook/masterCategories';
const properties = new Set(['id', 'displayName', 'color']);
const color = z.string().regex(/^(?:none|preset(?:\d|1\d|2[0-4]))$/);
const categoryBody = z.strictObject({ displayName: z.string().min(1).max(255), color: color.default('none') });

/** The list of categories of a mailbox. */
export const categoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    template,
    operation: 'users.outlook.listMasterCategories',
    permissions: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
    workload: 'mailbox',
    answer: listCategories,
  },
  {
    method: 'POST',
    template,
    operation: 'users.outlook.createMasterCategories',
    permissions: ['MailboxSettings.ReadWrite'],
    workload: 'mailbox',
    answer: createCategory,
  },
];

function listCategories(call: MailboxCall): GraphAnswer {
  const { query } = call.request;
  const select = parseSelect(query.get('$select'), properties, 'outlookCategory');
  const top = integerOption(query, '$top');
  const value = calendarOf(call)
    .categories.all()
    .slice(0, top)
    .map((category) =>
      Object.fromEntries(
        Object.entries(category).filter(([name]) => name === 'id' || select === undefined || select.includes(name)),
      ),
    );
  return ok({ '@odata.context': context(call), value });
}

/** A name that is there is refused (graph.md, section 12: status unverified). */
function createCategory(call: MailboxCall): GraphAnswer {
  const body = parseWriteBody(call.request.body, categoryBody, 'outlookCategory');
  const { categories } = calendarOf(call);
  if (call.world.quirks.has('mutateNothing')) return created({ '@odata.context': context(call), id: '', ...body });
  const category = categories.add(body.displayName, body.color);
  if (category !== undefined) return created({ '@odata.context': `${context(call)}/$entity`, ...category });
  throw new GraphError(409, 'CategoryNameDuplicate', 'A category with this name already exists.');
}

function context(call: MailboxCall): string {
  const user = encodeURIComponent(call.parameter('user-id'));
  return `${call.world.origin}/v1.0/$metadata#users('${user}')/outlook/masterCategories`;
}
