/**
 * The shapes that the Functions host and its Node.js worker exchange and that `@azure/functions` understands, reduced to
 * what this host uses (azure-functions-nodejs-worker, `types-core/index.d.ts`).
 */
import type { LogLevel } from '../log.ts';

export interface RpcNullable {
  value: string;
}

/** An HTTP request on its way to the handler; header names in lower case. */
export interface RpcHttpRequest {
  url: string;
  method: string;
  nullableHeaders: Record<string, RpcNullable>;
  nullableQuery: Record<string, RpcNullable>;
  nullableParams: Record<string, RpcNullable>;
  body?: { bytes: Uint8Array };
}

/** One value; exactly one member is set. `string` is parsed by the library where it is JSON. */
export interface RpcTypedData {
  string?: string;
  json?: string;
  bytes?: Uint8Array;
  http?: RpcHttpRequest;
}

export interface RpcTraceContext {
  traceParent: string;
  traceState: string;
  attributes: Record<string, string>;
}

export interface RpcInvocationRequest {
  invocationId: string;
  functionId: string;
  inputData: { name: string; data: RpcTypedData }[];
  triggerMetadata: Record<string, RpcTypedData>;
  traceContext: RpcTraceContext;
}

export type RpcLogCategory = 'user' | 'system' | 'customMetric';

export type FunctionCallback = (...args: unknown[]) => unknown;

/** What a function registers; binding options beyond type and direction depend on the type. */
export interface FunctionMetadata {
  name: string;
  functionId?: string | undefined;
  bindings: Record<string, Record<string, unknown>>;
  retryOptions?: unknown;
}

export interface CoreInvocationContext {
  invocationId: string;
  metadata: FunctionMetadata;
  request: RpcInvocationRequest;
  state: 'preInvocationHooks' | 'invocation' | 'postInvocationHooks' | undefined;
  log(level: LogLevel, category: RpcLogCategory, message: string): void;
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<unknown>;
}

/** What `@azure/functions` hands to the worker; it turns invocations into handler calls. */
export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities?(defaults: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}
