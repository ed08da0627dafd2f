/** A user of the simulated STARFACE. */
export interface SimulatedUser {
  id: number;
  login: string;
  firstName: string;
  familyName: string;
  email: string;
  phoneConfig: { callWaiting: boolean; displayNumberId: number; doNotDisturb: boolean; primaryPhoneId: number };
  redirects: SimulatedRedirect[];
}

export type SimulatedDestination =
  | { redirectDestinationType: 'MAILBOX'; mailboxId: string }
  | { redirectDestinationType: 'PHONENUMBER'; phoneNumber: string };

/** One redirect: of one number, on one occasion (starface-api.yaml, `Redirection`). */
export interface SimulatedRedirect {
  id: string;
  enabled: boolean;
  phoneNumber: string;
  groupNumber: boolean;
  redirectTrigger: { redirectTriggerType: 'ALWAYS' | 'BUSY' | 'TIMEOUT' };
  redirectDestination: SimulatedDestination;
  lastMailboxDestination: { redirectDestinationType: 'MAILBOX'; mailboxId: string } | null;
}

/** A request as the log keeps it; never with what proves who asks. */
export interface LoggedRequest {
  method: string;
  /** Path and query. */
  url: string;
  status: number;
  body: string;
}

/**
 * What happens to a request: `lost` has no effect and gets no answer, `cut` has its effect and gets none, a number is answered
 * instead without any effect.
 */
export type RequestFault = 'lost' | 'cut' | number;

export interface FaultRule {
  method?: string;
  /** What the path begins with, after `/rest`. */
  path?: string;
  fault: RequestFault;
  /** How many requests it meets; all when absent. */
  times?: number;
}

/** Everything the simulated STARFACE knows. */
export interface TelephoneSystem {
  login: string;
  password: string;
  users: SimulatedUser[];
  tokens: Set<string>;
  nonces: Set<string>;
  refusedLogins: number;
  faults: FaultRule[];
  delayMs: number;
  requests: LoggedRequest[];
  /** How it spells a number that it is given; as given by default. */
  spells: (number: string) => string;
}

/** A user with an extension, a direct number and a group number, each redirected never. */
export function simulatedUser(id: number, email: string): SimulatedUser {
  const redirect = (number: string, type: 'ALWAYS' | 'BUSY', groupNumber = false): SimulatedRedirect => ({
    id: `${id}-${number}-${type}`,
    enabled: false,
    phoneNumber: number,
    groupNumber,
    redirectTrigger: { redirectTriggerType: type },
    redirectDestination: { redirectDestinationType: 'PHONENUMBER', phoneNumber: '' },
    lastMailboxDestination: { redirectDestinationType: 'MAILBOX', mailboxId: `box-${id}` },
  });
  const [extension, direct, group] = [String(id), `+4930555${id}`, '+4930555900'];
  return {
    ...{ id, login: extension, firstName: 'User', familyName: extension, email },
    phoneConfig: { callWaiting: true, displayNumberId: id * 10, doNotDisturb: false, primaryPhoneId: id * 100 },
    redirects: [
      ...(['ALWAYS', 'BUSY'] as const).flatMap((type) => [redirect(extension, type), redirect(direct, type)]),
      redirect(group, 'ALWAYS', true),
    ],
  };
}
