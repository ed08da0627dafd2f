import { z } from 'zod';
import { appRegistration } from '../entra/app-registration.ts';
import { fault } from '../traffic/faults.ts';
import { QUIRKS } from '../traffic/quirks.ts';
import type { SimulatorControl } from './simulator-control.ts';

/** One operation of the control interface; what it returns becomes the JSON answer, undefined becomes 204. */
export interface ControlOperation {
  method: string;
  /** Path behind `/_control`. */
  template: string;
  run(control: SimulatorControl, parameter: (name: string) => string, body: unknown): unknown;
}

const faultList = z.union([fault, z.array(fault)]);
const quirkSwitch = z.strictObject({ quirk: z.enum(QUIRKS), on: z.boolean().default(true) });
const limits = z.strictObject({
  concurrentPerMailbox: z.int().positive().optional(),
  concurrentPerApp: z.int().positive().optional(),
  perTenMinutes: z.int().positive().optional(),
  latencyMs: z.number().nonnegative().optional(),
});
const appChange = z.strictObject({
  roles: z.array(z.string()).optional(),
  /** null = every mailbox */
  mailboxScope: z.array(z.string()).nullable().optional(),
  secretsExpired: z.boolean().optional(),
});
const tokenGrant = z.strictObject({
  audience: z.string(),
  subject: z.string(),
  clientId: z.string(),
  roles: z.array(z.string()).default([]),
  claims: z.record(z.string(), z.unknown()).default({}),
  lifetimeSeconds: z.number().default(3600),
});
const optionalMailbox = z.strictObject({ mailbox: z.string().optional() }).optional();

/** Traffic, quirks, apps and tokens; mailboxes and the directory have lists of their own. */
export const trafficOperations: readonly ControlOperation[] = [
  {
    method: 'GET',
    template: '/requests',
    run: (control) => ({ ...control.requests, recent: control.requestLog.slice(-200) }),
  },
  {
    method: 'DELETE',
    template: '/requests',
    run: (control) => {
      control.resetRequests();
    },
  },
  {
    method: 'GET',
    template: '/faults',
    run: (control) =>
      control.faults.map(({ id, fault: { match, effect }, matched, fired }) => ({
        id,
        match: { ...match, path: match.path instanceof RegExp ? match.path.source : match.path },
        effect,
        matched,
        fired,
      })),
  },
  {
    method: 'POST',
    template: '/faults',
    run: (control, _parameter, body) => {
      const ids = [faultList.parse(body)].flat().map((one) => control.addFault(one).id);
      return { ids };
    },
  },
  {
    method: 'DELETE',
    template: '/faults',
    run: (control) => {
      control.clearFaults();
    },
  },
  { method: 'GET', template: '/quirks', run: (control) => ({ on: control.quirks, known: QUIRKS }) },
  {
    method: 'POST',
    template: '/quirks',
    run: (control, _parameter, body) => {
      const { quirk, on } = quirkSwitch.parse(body);
      control.setQuirk(quirk, on);
    },
  },
  {
    method: 'DELETE',
    template: '/quirks',
    run: (control) => {
      control.clearQuirks();
    },
  },
  {
    method: 'PATCH',
    template: '/limits',
    run: (control, _parameter, body) => {
      const { latencyMs, ...rest } = limits.parse(body);
      if (latencyMs !== undefined) control.setLatency(latencyMs);
      control.setLimits(Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)));
    },
  },
  { method: 'GET', template: '/violations', run: (control) => control.violations },
  {
    method: 'DELETE',
    template: '/violations',
    run: (control) => {
      control.clearViolations();
    },
  },
  { method: 'GET', template: '/outbox', run: (control) => control.outbox },
  {
    method: 'DELETE',
    template: '/outbox',
    run: (control) => {
      control.clearOutbox();
    },
  },
  {
    method: 'POST',
    template: '/apps',
    run: (control, _parameter, body) => {
      control.addApp(appRegistration.parse(body));
    },
  },
  {
    method: 'PATCH',
    template: '/apps/{client-id}',
    run: (control, parameter, body) => {
      const { roles, mailboxScope, secretsExpired } = appChange.parse(body);
      const clientId = parameter('client-id');
      if (roles !== undefined) control.setRoles(clientId, roles);
      if (mailboxScope !== undefined) control.setScope(clientId, mailboxScope ?? undefined);
      if (secretsExpired !== undefined) control.setSecretExpired(clientId, secretsExpired);
    },
  },
  {
    method: 'POST',
    template: '/tokens',
    run: async (control, _parameter, body) => ({ token: await control.issueToken(tokenGrant.parse(body)) }),
  },
  {
    method: 'DELETE',
    template: '/tokens',
    run: (control) => {
      control.expireTokens();
    },
  },
  {
    method: 'DELETE',
    template: '/sync-states',
    run: (control, _parameter, body) => {
      control.expireSyncState(optionalMailbox.parse(body)?.mailbox);
    },
  },
];
