import { z } from 'zod';
import { jsonCell, longText, longTextCells } from '../storage/json-cell.ts';
import { defaultFolderId, type Folder } from '../source/source.ts';
import type { Change, Row } from '../storage/table.ts';
import { checkpointKey } from './checkpoint.ts';

const schemaVersion = 1;
/** Stands among a job's checkpoints in place of a feed, so that one range read brings both. */
export const listingFeed = '-';
/** The folders of a mailbox are listed again after this time, so that new ones are found without asking at every read. */
export const listingLifeHours = 6;

const cellsSchema = z.object({
  v: z.literal(schemaVersion),
  listedAt: z.string(),
  folders: jsonCell(z.array(z.object({ id: z.string(), path: z.string() }))),
});

export interface FolderListing {
  folders: Folder[];
  listedAt: Date;
}

export function fromListingRow(row: Row): FolderListing {
  const { folders, listedAt } = cellsSchema.parse({ ...row.cells, folders: longText('folders', row.cells) });
  return { folders, listedAt: new Date(listedAt) };
}

export function writeListing(job: string, { folders, listedAt }: FolderListing): Change {
  const text = longTextCells('folders', JSON.stringify(folders));
  const cells = { v: schemaVersion, listedAt: listedAt.toISOString(), ...text };
  return { do: 'upsert', key: checkpointKey(job, listingFeed), cells };
}

/** The folders of a mailbox that a source reads: all but the excluded ones, or one path with everything below it. */
export function foldersToRead(
  folders: readonly Folder[],
  path: string | undefined,
  excluded: readonly string[],
): Folder[] {
  const left = new Set(excluded.map((name) => name.toLowerCase()));
  const wanted = path?.toLowerCase();
  return folders.filter((folder) => {
    const own = folder.path.toLowerCase();
    if (own.split('/').some((name) => left.has(name))) return false;
    if (wanted === undefined) return true;
    if (folder.id === defaultFolderId) return false;
    return own === wanted || own.startsWith(`${wanted}/`);
  });
}
