import { looseObjects } from './loose-objects.ts';
import { placeholdersOf, type Route } from './route.ts';

const functionName = /^[a-z][A-Za-z0-9]{0,126}$/;

/**
 * What is wrong with a table of routes, one sentence each; empty when all is well. The host picks the first match in the order
 * of function names, so two paths that could match the same request are a fault whatever their order (functions-runtime.md, B3).
 */
export function tableFaults(routes: readonly Route[]): string[] {
  const faults = routes.flatMap(routeFaults);
  routes.forEach((route, index) => {
    for (const other of routes.slice(index + 1)) {
      if (route.name.toLowerCase() === other.name.toLowerCase()) faults.push(`Two routes are called ${route.name}.`);
      if (route.method === other.method && overlap(route.path, other.path)) {
        faults.push(
          `${route.name} and ${other.name} can match the same request: ${route.method} ${route.path} and ${other.path}.`,
        );
      }
    }
  });
  return faults;
}

function routeFaults(route: Route): string[] {
  const faults: string[] = [];
  if (!functionName.test(route.name) || route.name === 'host')
    faults.push(`${route.name} cannot be the name of a function.`);
  if (!/^(?:\/(?:[a-z0-9.-]+|\{\w+\}))+$/.test(route.path))
    faults.push(`${route.name}: the path ${route.path} is malformed.`);
  if (/^\/(?:admin|runtime)/i.test(route.path))
    faults.push(`${route.name}: the host keeps paths that start with admin or runtime.`);
  const placeholders = placeholdersOf(route.path).sort().join();
  if (Object.keys(route.params.shape).sort().join() !== placeholders) {
    faults.push(`${route.name}: the schemas of the placeholders are not those of ${route.path}.`);
  }
  if (route.body && route.rawBody) faults.push(`${route.name}: a route has either body or rawBody.`);
  if (route.phone && route.profileParam === undefined)
    faults.push(`${route.name}: phones may only use routes of a profile.`);
  for (const place of route.body ? looseObjects(route.body) : []) {
    faults.push(`${route.name}: the object at "${place}" of the body drops unknown fields silently; make it strict.`);
  }
  return faults;
}

function overlap(a: string, b: string): boolean {
  const [first, second] = [a.toLowerCase().split('/'), b.toLowerCase().split('/')];
  return (
    first.length === second.length &&
    first.every(
      (part, index) => part === second[index] || part.startsWith('{') || second[index]?.startsWith('{') === true,
    )
  );
}
