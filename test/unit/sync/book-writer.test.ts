import { describe, expect, it } from 'vitest';
import { NotFoundError, UnavailableError } from '../../../shared/errors.ts';
import { memoryTable } from '../../../shared/storage/memory-table.ts';
import { allRows, type Change, type Table } from '../../../shared/storage/table.ts';
import { bookWriter, TakenOverError, type BookWriter, type Group } from '../../../shared/sync/book-writer.ts';
import { freshCheckpoint, fromCheckpointRow, type Checkpoint } from '../../../shared/sync/checkpoint.ts';
import { faultyTable, type Faulty, type FaultKind } from './faulty-table.ts';

const checkpointRow = 'c|job|feed';

function writerOn(table: Table, etag?: string, checkpoint: Checkpoint = freshCheckpoint('', 'v1', 1)): BookWriter {
  return bookWriter({ table, partition: 'p', key: checkpointRow, checkpoint, etag, now: () => new Date(0) });
}

function group(name: string, rows = 3): Group {
  const changes = Array.from({ length: rows }, (_, n): Change => ({ do: 'upsert', key: `${name}.${n}`, cells: {} }));
  return { changes, entries: 1, brings: name };
}

const groups = (count: number, name = 'a', rows = 3): Group[] =>
  Array.from({ length: count }, (_, n) => group(`${name}${n}`, rows));

async function stored(table: Table): Promise<Checkpoint | undefined> {
  const row = await table.get('p', checkpointRow);
  return row && fromCheckpointRow(row).checkpoint;
}

const sizes = ({ calls }: Faulty): number[] =>
  calls.flatMap((call) => (call.do === 'commit' ? [call.changes.length] : []));

describe('a book writer', () => {
  it('fills transactions across pages and moves past a page only with its last row', async () => {
    const faulty = faultyTable(memoryTable());
    const writer = writerOn(faulty.table);
    await writer.append(groups(20), { position: 'one' });
    expect(sizes(faulty)).toEqual([]);
    await writer.append(groups(20, 'b'), { position: 'two' });
    expect(sizes(faulty)).toEqual([100]);
    expect(await stored(faulty.table)).toMatchObject({ position: 'one', entries: 33, partial: true });
    expect((await stored(faulty.table))?.begun.split('.')).toHaveLength(13 + 1);
    expect(writer.checkpoint).toMatchObject({ position: 'two' });
    await writer.flush();
    expect(sizes(faulty)).toEqual([100, 22]);
    expect(await stored(faulty.table)).toMatchObject({ position: 'two', entries: 40, partial: false, begun: '' });
    expect(writer.waits).toBe(false);
  });

  it('counts a row once, however many groups change it', async () => {
    const faulty = faultyTable(memoryTable());
    const writer = writerOn(faulty.table);
    const mark: Change = { do: 'upsert', key: 'mark', cells: {} };
    await writer.append(
      groups(48, 'a', 2).map((each) => ({ ...each, changes: [...each.changes, mark] })),
      {},
    );
    await writer.flush();
    expect(sizes(faulty)).toEqual([98]);
    expect(writer.holds('mark')).toBe(false);
  });

  it('knows which rows wait', async () => {
    const writer = writerOn(memoryTable());
    await writer.append(groups(1), {});
    expect([writer.holds('a0.2'), writer.holds('b0.2'), writer.waits]).toEqual([true, false, true]);
    await writer.flush();
    expect([writer.holds('a0.2'), writer.waits]).toEqual([false, false]);
  });

  it('keeps the rows of a group together', async () => {
    const table = memoryTable();
    const writer = writerOn(table);
    await writer.append(groups(3, 'a', 40), { position: 'one' });
    expect(await allRows(table, 'p')).toHaveLength(81);
    await expect(writer.append(groups(1, 'b', 100), {})).rejects.toThrow('100 rows');
  });

  it('writes a state without rows, and nothing when there is none', async () => {
    const faulty = faultyTable(memoryTable());
    const writer = writerOn(faulty.table);
    await writer.flush();
    await writer.append([], { position: 'one' });
    await writer.flush();
    await writer.flush();
    expect(sizes(faulty)).toEqual([1]);
    expect(await stored(faulty.table)).toMatchObject({ position: 'one' });
  });

  it('loses to whoever was faster, before anything is written', async () => {
    const table = memoryTable();
    const [slow, fast] = [writerOn(table), writerOn(table)];
    await fast.append(groups(1, 'fast'), { position: 'fast' });
    await fast.flush();
    await slow.append(groups(1, 'slow'), { position: 'slow' });
    await expect(slow.flush()).rejects.toThrow(TakenOverError);
    expect((await allRows(table, 'p')).map((row) => row.key)).toEqual([checkpointRow, 'fast0.0', 'fast0.1', 'fast0.2']);
  });

  it('loses in the same way when the other one has deleted its rows or the checkpoint', async () => {
    const deleting: Group = { changes: [{ do: 'delete', key: 'a0.0', etag: '*' }], entries: -1 };
    for (const forget of [false, true]) {
      const table = memoryTable();
      const first = writerOn(table);
      await first.append(groups(1), {});
      await first.flush();
      const late = writerOn(table, first.etag, first.checkpoint);
      await first.append([deleting], {});
      await first.flush();
      if (forget) await table.commit('p', [{ do: 'delete', key: checkpointRow, etag: '*' }]);
      await late.append([deleting], {});
      await expect(late.flush()).rejects.toThrow(TakenOverError);
    }
  });

  it('passes on that a row is missing when nobody else has been there', async () => {
    const writer = writerOn(memoryTable());
    await writer.append([{ changes: [{ do: 'delete', key: 'missing', etag: '*' }], entries: 0 }], {});
    await expect(writer.flush()).rejects.toThrow(NotFoundError);
  });

  it.each<[FaultKind, number]>([
    ['resend', 1],
    ['resend', 2],
  ])('goes on when the storage client has sent a write twice (%s, write %d)', async (kind, nth) => {
    const inner = memoryTable();
    const { table } = faultyTable(inner, { fault: { at: nth, kind } });
    const writer = writerOn(table);
    await writer.append(groups(33), {});
    await writer.append([{ changes: [{ do: 'delete', key: 'a0.0', etag: '*' }], entries: -1 }], { position: 'end' });
    await writer.flush();
    expect(await stored(inner)).toMatchObject({ entries: 32, position: 'end' });
  });

  it('passes on that storage fails', async () => {
    const { table } = faultyTable(memoryTable(), { fault: { at: 1, kind: 'fail' } });
    const writer = writerOn(table);
    await writer.append(groups(1), {});
    await expect(writer.flush()).rejects.toThrow(UnavailableError);
  });

  it('does not move past a page of which rows are still to come', async () => {
    const table = memoryTable();
    const writer = writerOn(table);
    await writer.append([], { position: 'one' });
    await writer.append(groups(40));
    await writer.flush();
    const open = await stored(table);
    expect(open).toMatchObject({ position: '', entries: 40, partial: true });
    expect(open?.begun.split('.')).toHaveLength(40 + 1);
    expect(writer.checkpoint).toMatchObject({ position: 'one' });
    await writer.append(groups(40, 'b'), { position: 'two' });
    await writer.flush();
    expect(await stored(table)).toMatchObject({ position: 'two', entries: 80, partial: false, begun: '' });
    expect(writer.waits).toBe(false);
  });

  it('fills transactions alike whether a page comes whole or in parts', async () => {
    const [whole, parts] = [faultyTable(memoryTable()), faultyTable(memoryTable())];
    const atOnce = writerOn(whole.table);
    await atOnce.append(groups(100), { position: 'one' });
    await atOnce.flush();
    const inParts = writerOn(parts.table);
    for (let start = 0; start < 100; start += 20)
      await inParts.append(groups(100).slice(start, start + 20), start === 80 ? { position: 'one' } : undefined);
    await inParts.flush();
    expect(sizes(parts)).toEqual(sizes(whole));
    expect(await stored(parts.table)).toMatchObject({ position: 'one', entries: 100, partial: false });
  });

  it('forgets nothing that comes while a transaction is on its way', async () => {
    const inner = memoryTable();
    const onItsWay: (() => void)[] = [];
    const slow: Table = {
      ...inner,
      commit: async (partition, changes) => {
        await new Promise<void>((arrive) => onItsWay.push(arrive));
        return inner.commit(partition, changes);
      },
    };
    const writer = writerOn(slow);
    const filled = writer.append(groups(33));
    await Promise.resolve();
    const ended = writer.append([], { position: 'one' });
    expect([writer.waits, writer.holds('a0.0'), writer.checkpoint.position]).toEqual([true, true, 'one']);
    onItsWay.shift()?.();
    await Promise.all([filled, ended]);
    expect(await stored(inner)).toMatchObject({ position: '', partial: true });
    const flushed = writer.flush();
    while (onItsWay.length === 0) await Promise.resolve();
    onItsWay.shift()?.();
    await flushed;
    expect(await stored(inner)).toMatchObject({ position: 'one', partial: false, entries: 33 });
  });

  it('writes nothing more after a failure', async () => {
    const faulty = faultyTable(memoryTable(), { fault: { at: 1, kind: 'fail' } });
    const writer = writerOn(faulty.table);
    await expect(writer.append(groups(33), { position: 'one' })).rejects.toThrow(UnavailableError);
    await expect(writer.append(groups(33, 'b'), { position: 'two' })).rejects.toThrow(UnavailableError);
    await expect(writer.flush()).rejects.toThrow(UnavailableError);
    expect(sizes(faulty)).toEqual([100]);
  });
});
