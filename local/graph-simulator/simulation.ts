import { Calendars } from './calendar/calendars.ts';
import { Conformance } from './conformance/conformance.ts';
import { Mailboxes } from './contacts/mailboxes.ts';
import { ControlService } from './control/control-service.ts';
import { SimulatorControl } from './control/simulator-control.ts';
import { Directory } from './directory/directory.ts';
import type { AccessTokens } from './entra/access-tokens.ts';
import type { Authority } from './entra/authority.ts';
import { EntraService } from './entra/entra-service.ts';
import { withTokenFaults } from './entra/token-faults.ts';
import { GraphService } from './graph/graph-service.ts';
import { GRAPH_PAGE_SIZES } from './graph/page-sizes.ts';
import type { World } from './graph/world.ts';
import { OpaqueTokens } from './odata/opaque-tokens.ts';
import type { SimulatorOptions } from './simulator.ts';
import { Quirks } from './traffic/quirks.ts';
import { Traffic } from './traffic/traffic.ts';
import type { Received } from './wire/received.ts';
import { jsonReply } from './wire/reply.ts';
import type { Reply } from './wire/reply.ts';

/** More violations than this say nothing new. */
const keptViolations = 1000;

/** Builds what answers requests: Graph below `/v1.0`, the control below `/_control`, Entra ID everywhere else. */
export function createSimulation(
  options: SimulatorOptions,
  authority: Authority,
  tokens: AccessTokens,
  clock: () => Date,
): { handle: (received: Received) => Promise<Reply>; control: SimulatorControl } {
  const violations: string[] = [];
  const report = (sentence: string): void => {
    if (violations.length < keptViolations) violations.push(sentence);
  };
  const world: World = {
    origin: authority.origin,
    clock,
    directory: new Directory(options.tenant),
    mailboxes: new Mailboxes(options.tenant.mailboxes),
    calendars: new Calendars(options.tenant.mailboxes),
    outbox: [],
    quirks: new Quirks(),
    pageTokens: new OpaqueTokens(),
    pageSizes: { ...GRAPH_PAGE_SIZES, ...options.pageSizes },
  };
  const traffic = new Traffic(clock, options.latencyMs ?? 0, report);
  const conformance = options.openapiPath === undefined ? undefined : new Conformance(options.openapiPath, report);
  const graph = new GraphService({ world, authority, tokens, traffic, conformance });
  const entra = new EntraService(authority, tokens, clock);
  const control = new SimulatorControl({ world, authority, tokens, traffic, violations });
  const controlService = new ControlService(control);

  const handle = async (received: Received): Promise<Reply> => {
    const path = received.url.replace(/\?.*$/, '');
    if (path === '/_control' || path.startsWith('/_control/')) return controlService.reply(received);
    if (path.startsWith('/v1.0/')) return graph.reply(received);
    const notFound = jsonReply(404, {
      error: { code: 'ResourceNotFound', message: `Nothing is simulated at ${path}.` },
    });
    const answer = async (): Promise<Reply> => (await entra.reply(received)) ?? notFound;
    return path.endsWith('/oauth2/v2.0/token') ? withTokenFaults(received, traffic, answer) : answer();
  };
  return { handle, control };
}
