import { z } from 'zod';
import { ConflictError } from '../errors.ts';
import { key, keysUnder } from '../storage/keys.ts';
import { allRows, type Cells, type Row, type Table } from '../storage/table.ts';

const schemaVersion = 1;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  profile: z.string(),
  kind: z.string(),
  openedAt: z.string(),
  closedAt: z.string().default(''),
  reason: z.string(),
  run: z.string(),
  /** How far the mail about its beginning, and the one about its end, have come. */
  openedMail: z.enum(['waiting', 'sending', 'sent', 'none']),
  closedMail: z.enum(['waiting', 'sending', 'sent', 'none']),
});

/** Something an operator has to know: told once when it begins and once when it is over, however many runs it lasts. */
export interface Incident extends Omit<z.infer<typeof cellsSchema>, 'v'> {
  etag: string;
}

export type NoticePhase = 'opened' | 'closed';

export interface Incidents {
  list(profile: string): Promise<Incident[]>;
  find(profile: string, kind: string, openedAt: string): Promise<Incident | undefined>;
  /** Answers undefined when an incident of the kind is open already. */
  open(
    profile: string,
    incident: { kind: string; reason: string; run: string },
    now: Date,
  ): Promise<Incident | undefined>;
  close(incident: Incident, now: Date): Promise<Incident | undefined>;
  /** Moves a mail on; false when somebody else did. */
  markMail(incident: Incident, phase: NoticePhase, state: Incident['openedMail']): Promise<Incident | undefined>;
  remove(profile: string): Promise<void>;
}

export function incidents(table: Table): Incidents {
  const rowKey = ({ kind, openedAt }: Pick<Incident, 'kind' | 'openedAt'>): string => key(kind, openedAt);
  const list = async (profile: string): Promise<Incident[]> => (await allRows(table, key(profile))).map(fromRow);
  const replace = async (incident: Incident, changes: Partial<Incident>): Promise<Incident | undefined> => {
    const { etag, ...changed } = { ...incident, ...changes };
    try {
      const [written = ''] = await table.commit(key(incident.profile), [
        { do: 'replace', key: rowKey(incident), cells: toCells(changed), etag },
      ]);
      return { ...changed, etag: written };
    } catch (error) {
      if (error instanceof ConflictError) return undefined;
      throw error;
    }
  };
  return {
    list,
    async find(profile, kind, openedAt) {
      const row = await table.get(key(profile), rowKey({ kind, openedAt }));
      return row && fromRow(row);
    },
    async open(profile, { kind, reason, run }, now) {
      const rows = await allRows(table, key(profile), keysUnder(kind));
      if (rows.map(fromRow).some((incident) => incident.closedAt === '')) return undefined;
      const fresh = { profile, kind, reason, run, openedAt: now.toISOString(), closedAt: '' };
      const incident = { ...fresh, openedMail: 'waiting' as const, closedMail: 'waiting' as const };
      const [etag = ''] = await table.commit(key(profile), [
        { do: 'insert', key: rowKey(incident), cells: toCells(incident) },
      ]);
      return { ...incident, etag };
    },
    close: (incident, now) => replace(incident, { closedAt: now.toISOString() }),
    markMail: (incident, phase, state) =>
      replace(incident, phase === 'opened' ? { openedMail: state } : { closedMail: state }),
    async remove(profile) {
      for (const incident of await list(profile)) {
        await table.commit(key(profile), [{ do: 'delete', key: rowKey(incident), etag: '*' }]);
      }
    },
  };
}

function toCells(incident: Omit<Incident, 'etag'>): Cells {
  return { v: schemaVersion, ...incident };
}

function fromRow(row: Row): Incident {
  const { v: _v, ...incident } = cellsSchema.parse(row.cells);
  return { ...incident, etag: row.etag };
}
