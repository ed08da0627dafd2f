import { z } from 'zod';
import { openGraphSource } from '../source/graph/graph-source.ts';
import { probeGraph, type ProbeResult } from '../source/graph/probe.ts';
import { fromTokenError, noTokenError } from '../source/graph/token-errors.ts';
import type { Source } from '../source/source.ts';
import { openCredential, type SignIn } from './credential.ts';
import { graphCloudOf, type SignInSettings } from './sign-in.ts';

/** What a test does with a connection. */
export interface ConnectionProbe {
  /**
   * Signs in and answers the application roles that the token names. Throws denied with a code that says what is wrong
   * (`secretInvalid`, `tenantUnknown`, …), or unavailable.
   */
  signIn(): Promise<readonly string[]>;
  source: Pick<Source, 'mailbox' | 'mailboxes'>;
  /** Tries each permission by one real call, on the named mailbox or any. */
  permissions(mailbox: string | undefined): Promise<ProbeResult[]>;
}

/** Probes a Microsoft Graph connection. Throws invalid when its cloud has no address here. */
export function openProbe(signIn: SignIn, settings: SignInSettings): ConnectionProbe {
  const cloud = graphCloudOf(signIn.cloud, settings);
  const credential = openCredential(signIn, cloud);
  return {
    async signIn() {
      try {
        const answer = await credential.getToken(cloud.scope);
        if (!answer) throw noTokenError();
        return rolesIn(answer.token);
      } catch (error) {
        throw fromTokenError(error);
      }
    },
    source: openGraphSource({ cloud, credential }),
    permissions: (mailbox) => probeGraph({ cloud, credential }, { mailbox }),
  };
}

const claims = z.object({ roles: z.array(z.string()).default([]) });

/** The application roles that an access token names; none when it cannot be read, as Graph's tokens are not made for us. */
export function rolesIn(token: string): string[] {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    return claims.safeParse(JSON.parse(payload)).data?.roles ?? [];
  } catch {
    return [];
  }
}
