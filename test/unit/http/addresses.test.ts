import { describe, expect, it } from 'vitest';
import { addresses } from '../../../functions/http/addresses.ts';
import { allRoutes } from '../../../functions/http/routes.ts';

describe('the addresses', () => {
  it('have one route each, in their order, and no route has another', () => {
    const routes = allRoutes(() => {
      throw new Error('A list of routes needs no services.');
    });
    expect(routes.map(({ name, method, path }) => ({ name, method, path }))).toEqual(Object.values(addresses));
  });
});
