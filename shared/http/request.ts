/** The methods that routes may use; anything else the platform answers itself. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;
export type Method = (typeof methods)[number];

/** A request as the product sees it, whatever platform received it; `functions/http` translates. */
export interface ApiRequest {
  method: string;
  /** The path without the prefix `/api`, starting with a slash. */
  path: string;
  /** The whole address when it is known. It can carry personal data: never log it. */
  url?: string | undefined;
  /** Values of the placeholders of the route's path. */
  params: Readonly<Record<string, string>>;
  /** Query parameters; values of a repeated one are joined by commas, as the platform does. */
  query: ReadonlyMap<string, string>;
  /** A header by its name in any case; values of a repeated one are joined by commas. */
  header(name: string): string | undefined;
  /** The whole body; may be called again and then answers the same bytes. */
  body(): Promise<Uint8Array>;
}

/** What is sent back; header names are in lower case. */
export interface ApiAnswer {
  status: number;
  headers: Record<string, string>;
  body?: string | Uint8Array;
}
