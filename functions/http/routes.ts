import type { Route } from '../../shared/http/route.ts';
import type { Services } from '../../shared/services.ts';
import { bookRoutes } from './books.ts';
import { connectionRoutes } from './connections.ts';
import { coverageRoutes } from './coverage.ts';
import { deadLetterRoutes } from './deadletters.ts';
import { incidentRoutes } from './incidents.ts';
import { keyRoutes } from './keys.ts';
import { metaRoutes } from './meta.ts';
import { profileRoutes } from './profiles.ts';
import { runRoutes } from './runs.ts';
import { simulationRoutes } from './simulate.ts';

/** Every route of the API: the one list for registration, description and tests. */
export function allRoutes(services: () => Services): Route[] {
  const routes: Route[] = [
    ...connectionRoutes(services),
    ...profileRoutes(services),
    ...coverageRoutes(services),
    ...simulationRoutes(services),
    ...runRoutes(services),
    ...bookRoutes(services),
    ...incidentRoutes(services),
    ...deadLetterRoutes(services),
    ...keyRoutes(services),
    ...metaRoutes(services, () => routes),
  ];
  return routes;
}
