import { NotFoundError } from '../errors.ts';
import { clearRows } from '../storage/clear-rows.ts';
import { key, keyPart } from '../storage/keys.ts';
import { allRows, type Table } from '../storage/table.ts';
import { fromDeliveryRow, progressCellsSchema, toDeliveryCells, type Delivery, type Progress } from './delivery.ts';

/** What destinations have been sent; the accounts of one destination in one partition. */
export interface DeliveryStore {
  find(profile: string, destination: string, account: string): Promise<Delivery | undefined>;
  /** Throws conflict when somebody else inserted it first. */
  insert(delivery: Omit<Delivery, 'etag'>): Promise<Delivery>;
  /** Throws conflict when it changed since it was read, not found when it is gone. */
  replace(delivery: Delivery): Promise<Delivery>;
  delete(delivery: Delivery): Promise<void>;
  progress(profile: string, destination: string): Promise<Progress[]>;
  removeAll(profile: string, destination: string): Promise<void>;
}

export function deliveryStore(table: Table): DeliveryStore {
  return {
    async find(profile, destination, account) {
      const row = await table.get(key(profile, destination), keyPart(account));
      return row && fromDeliveryRow(row);
    },
    async insert(delivery) {
      const [etag = ''] = await table.commit(partitionOf(delivery), [
        { do: 'insert', key: rowKey(delivery), cells: toDeliveryCells(delivery) },
      ]);
      return { ...delivery, etag };
    },
    async replace(delivery) {
      const [etag = ''] = await table.commit(partitionOf(delivery), [
        { do: 'replace', key: rowKey(delivery), cells: toDeliveryCells(delivery), etag: delivery.etag },
      ]);
      return { ...delivery, etag };
    },
    async delete(delivery) {
      try {
        await table.commit(partitionOf(delivery), [{ do: 'delete', key: rowKey(delivery), etag: delivery.etag }]);
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
      }
    },
    async progress(profile, destination) {
      const select = ['account', 'sequence', 'epoch', 'nextAt', 'leaseUntil'];
      const rows = await allRows(table, key(profile, destination), { select });
      return rows.map(({ cells }) => progressCellsSchema.parse(cells));
    },
    async removeAll(profile, destination) {
      await clearRows(table, key(profile, destination));
    },
  };
}

function partitionOf({ profile, destination }: Pick<Delivery, 'profile' | 'destination'>): string {
  return key(profile, destination);
}

function rowKey({ account }: Pick<Delivery, 'account'>): string {
  return keyPart(account.id);
}
