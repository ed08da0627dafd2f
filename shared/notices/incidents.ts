import { z } from 'zod';
import { ConflictError } from '../errors.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { clearRows, deleteRows } from '../storage/clear-rows.ts';
import { allRows, transactionSize, type Cells, type Change, type Row, type Table } from '../storage/table.ts';

const schemaVersion = 1;

const mailStates = ['waiting', 'sending', 'sent', 'none'] as const;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  profile: z.string(),
  kind: z.string(),
  openedAt: z.string(),
  closedAt: z.string().default(''),
  reason: z.string(),
  run: z.string(),
  /** How far the mail about its beginning, and the one about its end, have come. */
  openedMail: z.enum(mailStates),
  closedMail: z.enum(mailStates),
  /** When they came so far; empty before anybody took them up. */
  openedMailAt: z.string().default(''),
  closedMailAt: z.string().default(''),
});

/** Something an operator has to know: told once when it begins and once when it is over, however many runs it lasts. */
export interface Incident extends Omit<z.infer<typeof cellsSchema>, 'v'> {
  etag: string;
}

export type NoticePhase = 'opened' | 'closed';
export type MailState = (typeof mailStates)[number];

export interface Incidents {
  list(profile: string): Promise<Incident[]>;
  find(profile: string, kind: string, openedAt: string): Promise<Incident | undefined>;
  /** Answers the incident of the kind that is open already, if there is one: there are never two. */
  open(profile: string, incident: { kind: string; reason: string; run: string }, now: Date): Promise<Incident>;
  /** Answers undefined when it was closed at another moment. `mail`: whether anybody is to be told. */
  close(incident: Incident, now: Date, mail: 'waiting' | 'none'): Promise<Incident | undefined>;
  /** Moves a mail on; undefined when it is not as far as in `incident` any more, because somebody else did. */
  markMail(incident: Incident, phase: NoticePhase, to: MailState, now: Date): Promise<Incident | undefined>;
  /** Removes those that were closed before a moment; answers how many. */
  removeClosed(profile: string, before: Date): Promise<number>;
  remove(profile: string): Promise<void>;
}

const waitingMails = { openedMail: 'waiting', closedMail: 'waiting', openedMailAt: '', closedMailAt: '' } as const;

/** How far the mail about one phase of an incident has come, and since when. */
export function mailOf(incident: Incident, phase: NoticePhase): { state: MailState; at: string } {
  return phase === 'opened'
    ? { state: incident.openedMail, at: incident.openedMailAt }
    : { state: incident.closedMail, at: incident.closedMailAt };
}

export function incidents(table: Table): Incidents {
  const find: Incidents['find'] = async (profile, kind, openedAt) => {
    const row = await table.get(key(profile), rowKey({ kind, openedAt }));
    return row && fromRow(row);
  };
  /** Changes an incident as it is now, whatever was changed since it was read. */
  const change = async (
    { profile, kind, openedAt }: Incident,
    decide: (incident: Incident) => Partial<Incident> | undefined,
    beside: Change[] = [],
  ): Promise<Incident | undefined> => {
    for (;;) {
      const incident = await find(profile, kind, openedAt);
      const changes = incident && decide(incident);
      if (!changes) return undefined;
      const { etag, ...changed } = { ...incident, ...changes };
      const replace: Change = { do: 'replace', key: rowKey(incident), cells: toCells(changed), etag };
      try {
        const [written = ''] = await table.commit(key(profile), [replace, ...beside]);
        return { ...changed, etag: written };
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
  };
  return {
    list: async (profile) => (await allRows(table, key(profile), keysUnder('i'))).map(fromRow),
    find,
    async open(profile, { kind, reason, run }, now) {
      for (let at = now.getTime(); ; at += 1) {
        const rows = await allRows(table, key(profile), keysUnder('i', kind));
        const earlier = rows.map(fromRow).find((incident) => incident.closedAt === '');
        if (earlier) return earlier;
        const fresh = { profile, kind, reason, run, openedAt: new Date(at).toISOString(), closedAt: '' };
        const incident = { ...fresh, ...waitingMails };
        try {
          const [etag = ''] = await table.commit(key(profile), [
            { do: 'insert', key: rowKey(incident), cells: toCells(incident) },
            { do: 'insert', key: openKey(kind), cells: { v: schemaVersion } },
          ]);
          return { ...incident, etag };
        } catch (error) {
          if (!(error instanceof ConflictError)) throw error;
        }
      }
    },
    async close(incident, now, mail) {
      const at = now.toISOString();
      const noLongerOpen: Change = { do: 'delete', key: openKey(incident.kind), etag: '*' };
      const decide = ({ closedAt }: Incident): Partial<Incident> | undefined =>
        closedAt === '' ? { closedAt: at, closedMail: mail } : undefined;
      const closed = await change(incident, decide, [noLongerOpen]);
      if (closed) return closed;
      const { profile, kind, openedAt } = incident;
      const before = await find(profile, kind, openedAt);
      return before?.closedAt === at ? before : undefined;
    },
    markMail: (incident, phase, to, now) =>
      change(incident, (current) => {
        const [before, found] = [mailOf(incident, phase), mailOf(current, phase)];
        if (found.state !== before.state || found.at !== before.at) return undefined;
        const at = now.toISOString();
        return phase === 'opened' ? { openedMail: to, openedMailAt: at } : { closedMail: to, closedMailAt: at };
      }),
    async removeClosed(profile, before) {
      const rows = await allRows(table, key(profile), keysUnder('i'));
      const past = rows.filter((row) => wasClosedBefore(fromRow(row), before));
      for (let start = 0; start < past.length; start += transactionSize) {
        await deleteRows(table, key(profile), past.slice(start, start + transactionSize));
      }
      return past.length;
    },
    async remove(profile) {
      await clearRows(table, key(profile));
    },
  };
}

function wasClosedBefore({ closedAt }: Incident, moment: Date): boolean {
  return closedAt !== '' && closedAt < moment.toISOString();
}

function rowKey({ kind, openedAt }: Pick<Incident, 'kind' | 'openedAt'>): string {
  return key('i', kind, openedAt);
}

/** Stands while an incident of the kind is open, so that of two who open one at the same moment one fails. */
function openKey(kind: string): string {
  return key('o', kind);
}

function toCells(incident: Omit<Incident, 'etag'>): Cells {
  return { v: schemaVersion, ...incident };
}

function fromRow(row: Row): Incident {
  const { v: _v, ...incident } = cellsSchema.parse(row.cells);
  return { ...incident, etag: row.etag };
}
