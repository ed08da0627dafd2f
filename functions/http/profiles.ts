import { requireMatch } from '../../shared/http/etag.ts';
import { listOf, pageParameters } from '../../shared/http/paging.ts';
import { route, type Route } from '../../shared/http/route.ts';
import { deleteProfile } from '../../shared/runs/delete-profile.ts';
import { requireQuiet } from '../../shared/presence/require-quiet.ts';
import { profileSchema } from '../../shared/profiles/profile.ts';
import { profileView, profileViewSchema } from '../../shared/profiles/profile-view.ts';
import { createProfile, replaceProfile } from '../../shared/profiles/save-profile.ts';
import type { Services } from '../../shared/services.ts';
import { pageOf } from './page-of.ts';
import { addresses } from './addresses.ts';

const limits = { bytes: 512 * 1024, keys: 20_000 };

export function profileRoutes(services: () => Services): Route[] {
  return [
    route({
      ...addresses.listProfiles,
      summary: 'Lists the profiles.',
      role: 'admin',
      query: pageParameters,
      answers: { 200: listOf(profileViewSchema) },
      handle: async ({ query }) => {
        const { profiles, states } = services();
        const stateOf = new Map((await states.list()).map((state) => [state.id, state]));
        const views = (await profiles.list()).flatMap((profile) => {
          const state = stateOf.get(profile.id);
          return state ? [profileView(profile, state)] : [];
        });
        return { status: 200, value: pageOf(views, ({ id }) => id, query) };
      },
    }),
    route({
      ...addresses.createProfile,
      summary: 'Creates a profile; it runs first at the next tick of its schedule, or when a run is started.',
      role: 'admin',
      body: profileSchema,
      limits,
      answers: { 201: profileViewSchema },
      handle: async ({ body }) => {
        const profile = await createProfile(services(), body);
        const state = await services().states.get(profile.id);
        const headers = { location: `/api/profiles/${profile.id}` };
        return { status: 201, value: profileView(profile, state), version: profile.etag, headers };
      },
    }),
    route({
      ...addresses.getProfile,
      summary: 'Shows a profile and how it stands.',
      role: 'admin',
      answers: { 200: profileViewSchema },
      handle: async ({ params }) => {
        const { profiles, states } = services();
        const profile = await profiles.get(params.id);
        return { status: 200, value: profileView(profile, await states.get(params.id)), version: profile.etag };
      },
    }),
    route({
      ...addresses.replaceProfile,
      summary: 'Changes a profile; refused while it is running.',
      role: 'admin',
      body: profileSchema,
      limits,
      conditional: true,
      answers: { 200: profileViewSchema },
      handle: async ({ params, body, request }) => {
        const old = await services().profiles.get(params.id);
        requireMatch(request, old.etag);
        const profile = await replaceProfile(services(), old, body);
        return {
          status: 200,
          value: profileView(profile, await services().states.get(params.id)),
          version: profile.etag,
        };
      },
    }),
    route({
      ...addresses.deleteProfile,
      summary:
        'Deletes a profile with everything that it has stored; refused while it is running, or has something set on a phone system.',
      role: 'admin',
      conditional: true,
      answers: { 204: 'empty' },
      handle: async ({ params, request }) => {
        const old = await services().profiles.get(params.id);
        requireMatch(request, old.etag);
        await requireQuiet(services(), old);
        await deleteProfile(services(), old);
        return { status: 204 };
      },
    }),
  ];
}
