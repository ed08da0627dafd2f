import { categoryRoutes } from '../calendar/category-routes.ts';
import { eventRoutes } from '../calendar/event-routes.ts';
import { contactRoutes } from '../contacts/contact-routes.ts';
import { folderRoutes } from '../contacts/folder-routes.ts';
import { groupRoutes } from '../directory/group-routes.ts';
import { organisationContactRoutes } from '../directory/organisation-contact-routes.ts';
import { userRoutes } from '../directory/user-routes.ts';
import { mailRoutes } from '../mail/mail-routes.ts';
import { PathTemplates } from './path-templates.ts';
import type { Route } from './route.ts';

/** Every operation of the simulator except `$batch`. */
export const ROUTES: readonly Route[] = [
  ...userRoutes,
  ...groupRoutes,
  ...organisationContactRoutes,
  ...contactRoutes,
  ...folderRoutes,
  ...eventRoutes,
  ...categoryRoutes,
  ...mailRoutes,
];

/** Routes by template, then by method. */
export function routeTable(routes: readonly Route[] = ROUTES): PathTemplates<Map<string, Route>> {
  const table = new PathTemplates<Map<string, Route>>();
  for (const route of routes) {
    const methods = table.get(route.template);
    if (methods === undefined) table.add(route.template, new Map([[route.method, route]]));
    else methods.set(route.method, route);
  }
  return table;
}
