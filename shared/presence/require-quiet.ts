import { ConflictError } from '../errors.ts';
import { isOfKind, type Profile } from '../profiles/profile.ts';
import { isQuiet } from './presence-view.ts';
import type { PresenceStore } from './presence-store.ts';

/** Refuses to delete a profile as long as anything is set because of it: nobody could take it back any more. */
export async function requireQuiet({ presence }: { presence: PresenceStore }, profile: Profile): Promise<void> {
  if (!isOfKind(profile, 'presence')) return;
  let set = 0;
  for await (const page of presence.all(profile.id)) set += page.filter((state) => !isQuiet(state)).length;
  if (set === 0) return;
  throw new ConflictError(
    `Something is set for ${set} accounts because of this profile; switch it off ("enabled": false), wait until GET /api/profiles/${profile.id}/presence shows nothing any more, then delete it.`,
    { code: 'stillSet' },
  );
}
