import { z } from 'zod';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import { key, keysUnder } from '../storage/keys.ts';
import type { Cells, Change, KeyRange, Row } from '../storage/table.ts';
import {
  consentSchema,
  isSettled,
  languages,
  ownerMailStates,
  targetSchema,
  visitorSchema,
  type Submission,
} from './submission.ts';

const schemaVersion = 1;

/** What only the person is concerned with; taken out when its days are over. */
const personalSchema = z.object({ visitor: visitorSchema, consent: consentSchema.optional() });

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  id: z.string(),
  profile: z.string(),
  card: z.string(),
  receivedAt: z.string(),
  from: z.enum(['page', 'platform']),
  language: z.enum(languages),
  personal: z.union([z.literal(''), jsonCell(personalSchema)]),
  targets: jsonCell(z.array(targetSchema)),
  ownerMail: z.enum(ownerMailStates),
});

/** All submissions of a profile, newest first. */
export const submissionKeys: KeyRange = keysUnder('s');
/** What is still to be done, by submission. */
export const openKeys: KeyRange = keysUnder('w');
/** Repeats that are known, by hash. */
export const repeatKeys: KeyRange = keysUnder('k');
/** When submissions were taken, by address or card. */
export const timesKeys: KeyRange = keysUnder('n');

export function submissionKey(id: string): string {
  return key('s', id);
}

export function openKey(id: string): string {
  return key('w', id);
}

export function toSubmissionCells({ etag: _etag, visitor, consent, targets, ...plain }: Submission): Cells {
  const personal = visitor ? JSON.stringify({ visitor, consent }) : '';
  return { v: schemaVersion, ...plain, targets: JSON.stringify(targets), ...longTextCells('personal', personal) };
}

export function fromSubmissionRow(row: Row): Submission {
  const cells = cellsSchema.parse({ ...row.cells, personal: longText('personal', row.cells) });
  const { v: _v, personal, ...plain } = cells;
  const { visitor, consent } = personal === '' ? { visitor: undefined, consent: undefined } : personal;
  return { ...plain, visitor, consent, etag: row.etag };
}

/**
 * The row that stands as long as something of a submission is to be done, and says when that is due. It is written in the same
 * transaction as the submission, so that one whose message was lost is always found again.
 */
export function openRow(submission: Submission, now: Date): Change[] {
  const key = openKey(submission.id);
  if (isSettled(submission) && submission.ownerMail !== 'waiting') return [{ do: 'delete', key, etag: '*' }];
  return [{ do: 'upsert', key, cells: { v: schemaVersion, id: submission.id, due: dueAt(submission, now) } }];
}

/** When the first target that is not settled may go on; now when only the owner's mail is to be sent. */
export function dueAt({ targets }: Pick<Submission, 'targets'>, now: Date): string {
  const open = targets.filter(({ state }) => state === 'waiting' || state === 'writing');
  return open.map(({ until }) => until || now.toISOString()).sort()[0] ?? now.toISOString();
}

export const openCellsSchema = z.object({ v: z.literal(schemaVersion), id: z.string(), due: z.string() });
export type OpenSubmission = Omit<z.infer<typeof openCellsSchema>, 'v'>;
