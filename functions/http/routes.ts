import type { Route } from '../../shared/http/route.ts';
import type { Services } from '../../shared/services.ts';
import { bookRoutes } from './books.ts';
import { cardPageRoutes } from './card-pages.ts';
import { cardRoutes } from './cards.ts';
import { connectRoutes } from './connect.ts';
import { connectionRoutes } from './connections.ts';
import { coverageRoutes } from './coverage.ts';
import { deadLetterRoutes } from './deadletters.ts';
import { destinationRoutes } from './destinations.ts';
import { incidentRoutes } from './incidents.ts';
import { keyRoutes } from './keys.ts';
import { metaRoutes } from './meta.ts';
import { presenceRoutes } from './presence.ts';
import { profileRoutes } from './profiles.ts';
import { runRoutes } from './runs.ts';
import { signingSecretRoutes } from './signing-secrets.ts';
import { simulationRoutes } from './simulate.ts';
import { submissionRoutes } from './submissions.ts';

/** Every route of the API, one for each address, in their order. */
export function allRoutes(services: () => Services): Route[] {
  const routes: Route[] = [
    ...connectionRoutes(services),
    ...profileRoutes(services),
    ...coverageRoutes(services),
    ...simulationRoutes(services),
    ...runRoutes(services),
    ...bookRoutes(services),
    ...presenceRoutes(services),
    ...destinationRoutes(services),
    ...cardRoutes(services),
    ...submissionRoutes(services),
    ...signingSecretRoutes(services),
    ...cardPageRoutes(services),
    ...connectRoutes(services),
    ...incidentRoutes(services),
    ...deadLetterRoutes(services),
    ...keyRoutes(services),
    ...metaRoutes(services, () => routes),
  ];
  return routes;
}
