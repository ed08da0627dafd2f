import { z } from 'zod';

/** Body of an app registration as the control interface takes it; in process the type below is used directly. */
export const appRegistration = z.strictObject({
  /** Application (client) id, a GUID. */
  clientId: z.string().min(1),
  secrets: z.array(
    z.strictObject({
      value: z.string().min(1),
      /** ISO 8601; absent = never. */
      expiresOn: z.string().optional(),
    }),
  ),
  /** X.509 certificates in PEM. */
  certificates: z.array(z.string()),
  /**
   * Federated identity credentials. An issuer below `https://login.microsoftonline.com/` means this simulator, because it
   * stands in for that host; any other issuer must serve OpenID Connect discovery.
   */
  federated: z.array(z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string() })),
  /** Graph app roles granted by an administrator, e.g. `Contacts.Read`. */
  roles: z.array(z.string()),
  /**
   * RBAC for Applications: user principal names or object ids of the mailboxes that the Exchange roles reach. Such roles
   * work without showing up in a token's `roles` claim (graph.md, section 1). Absent = every mailbox.
   */
  mailboxScope: z.array(z.string()).optional(),
  /** Roles in other APIs of the tenant, e.g. Patchbay's own; `audience` is what their tokens carry as `aud`. */
  apiRoles: z.array(z.strictObject({ audience: z.string(), roles: z.array(z.string()) })).optional(),
});

/** An app registration of the simulated tenant, with what an administrator has granted it. */
export type AppRegistration = z.infer<typeof appRegistration>;

/** A user-assigned managed identity; `roles` are Graph app roles assigned to it directly. */
export interface ManagedIdentity {
  clientId: string;
  /** Object id of its service principal: the `sub` and `oid` of its tokens. */
  principalId: string;
  roles: string[];
}

/** The Graph roles that Exchange enforces itself and that RBAC for Applications can narrow to some mailboxes. */
export function isExchangeRole(role: string): boolean {
  return /^(Contacts|Calendars|Mail|MailboxSettings)\./.test(role);
}
