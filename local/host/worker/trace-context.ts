import { randomBytes } from 'node:crypto';
import type { RpcTraceContext } from './rpc.ts';

/**
 * The W3C trace context of an invocation: continues the caller's trace where `traceParent` is a valid version 00 value,
 * else starts a new one.
 */
export function traceContext(traceParent?: string, traceState?: string): RpcTraceContext {
  const caller = /^00-(?<trace>[0-9a-f]{32})-[0-9a-f]{16}-(?<flags>[0-9a-f]{2})$/.exec(traceParent ?? '')?.groups;
  const trace = caller?.trace ?? randomBytes(16).toString('hex');
  const span = randomBytes(8).toString('hex');
  return {
    traceParent: `00-${trace}-${span}-${caller?.flags ?? '00'}`,
    traceState: caller === undefined ? '' : (traceState ?? ''),
    attributes: {},
  };
}
