/** Where the product believes Graph to be; its requests are rewritten to the fake's plain HTTP address. */
export const graphOrigin = 'https://graph.microsoft.com';

/** The address of a request with another position in it. */
export function linkTo(url: URL, name: string, value: string | number): string {
  const link = new URL(url.pathname + url.search, graphOrigin);
  for (const old of ['$skip', '$skiptoken', '$deltatoken']) link.searchParams.delete(old);
  link.searchParams.set(name, String(value));
  return link.href;
}
