import { z } from 'zod';

const nullable = <T extends z.ZodType>(value: T) => z.looseObject({ value }).nullish();

/** A cookie as the library hands it over (`RpcHttpCookie`). */
export const rpcCookieSchema = z.looseObject({
  name: z.string(),
  value: z.string(),
  domain: nullable(z.string()),
  path: nullable(z.string()),
  expires: nullable(z.looseObject({ seconds: z.number() })),
  secure: nullable(z.boolean()),
  httpOnly: nullable(z.boolean()),
  sameSite: z.enum(['none', 'lax', 'strict', 'explicitNone']).nullish(),
  maxAge: nullable(z.number()),
});

const sameSiteText = { none: undefined, lax: 'lax', strict: 'strict', explicitNone: 'none' };

/**
 * A `Set-Cookie` header as ASP.NET writes it (`SetCookieHeaderValue`): the value is percent-encoded, the path is `/`
 * unless set, attribute names are in lower case.
 */
export function setCookie(cookie: z.output<typeof rpcCookieSchema>): string {
  const attributes: (string | undefined)[] = [
    `${cookie.name}=${encodeURIComponent(cookie.value)}`,
    cookie.expires ? `expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}` : undefined,
    cookie.maxAge ? `max-age=${Math.trunc(cookie.maxAge.value)}` : undefined,
    cookie.domain ? `domain=${cookie.domain.value}` : undefined,
    `path=${cookie.path?.value ?? '/'}`,
    cookie.secure?.value === true ? 'secure' : undefined,
    sameSite(cookie.sameSite ?? 'none'),
    cookie.httpOnly?.value === true ? 'httponly' : undefined,
  ];
  return attributes.filter((attribute) => attribute !== undefined).join('; ');
}

function sameSite(value: keyof typeof sameSiteText): string | undefined {
  const text = sameSiteText[value];
  return text === undefined ? undefined : `samesite=${text}`;
}
