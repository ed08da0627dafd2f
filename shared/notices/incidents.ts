import { z } from 'zod';
import { ConflictError } from '../errors.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { allRows, type Cells, type Change, type Row, type Table } from '../storage/table.ts';

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
  /** Moves a mail on; undefined when it is not in the state `from`, because somebody else did. */
  markMail(incident: Incident, phase: NoticePhase, from: MailState, to: MailState): Promise<Incident | undefined>;
  remove(profile: string): Promise<void>;
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
        const incident = { ...fresh, openedMail: 'waiting' as const, closedMail: 'waiting' as const };
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
    markMail: (incident, phase, from, to) =>
      change(incident, ({ openedMail, closedMail }) => {
        if ((phase === 'opened' ? openedMail : closedMail) !== from) return undefined;
        return phase === 'opened' ? { openedMail: to } : { closedMail: to };
      }),
    async remove(profile) {
      for (const row of await allRows(table, key(profile), { select: ['v'] })) {
        await table.commit(key(profile), [{ do: 'delete', key: row.key, etag: '*' }]);
      }
    },
  };
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
