import { randomUUID } from 'node:crypto';
import type { Conformance } from '../conformance/conformance.ts';
import type { AccessTokens, Caller } from '../entra/access-tokens.ts';
import type { Authority } from '../entra/authority.ts';
import { parsePrefer } from '../odata/prefer.ts';
import { requireKnownOptions } from '../odata/query.ts';
import { answersInstead, decorate, faultAnswer } from '../traffic/fault-answer.ts';
import type { FaultEffect } from '../traffic/faults.ts';
import type { RequestRecord } from '../traffic/request-log.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { Received } from '../wire/received.ts';
import type { Reply } from '../wire/reply.ts';
import { pause } from '../wire/pause.ts';
import { runBatch } from './batch.ts';
import { planBatch } from './batch-plan.ts';
import { GraphError, badRequest } from './errors.ts';
import { errorAnswer } from './error-answer.ts';
import type { GraphAnswer } from './graph-answer.ts';
import { graphReply } from './graph-reply.ts';
import { parseAddress, parseBody } from './graph-request.ts';
import type { GraphRequest } from './graph-request.ts';
import { requireRole, requireScope } from './permissions.ts';
import type { GraphCall, Route } from './route.ts';
import { routeTable } from './routes.ts';
import { findTarget, isDirectory } from './target.ts';
import type { Target } from './target.ts';
import type { World } from './world.ts';

/** The parts that a Graph request passes through. */
export interface GraphServiceParts {
  world: World;
  authority: Authority;
  tokens: AccessTokens;
  traffic: Traffic;
  conformance: Conformance | undefined;
}

/** Microsoft Graph v1.0: takes requests off the wire, and parts out of batches, through the same steps. */
export class GraphService {
  readonly #parts: GraphServiceParts;
  readonly #routes = routeTable();

  constructor(parts: GraphServiceParts) {
    this.#parts = parts;
  }

  /** Answers a request whose path begins with `/v1.0`. */
  async reply(received: Received): Promise<Reply> {
    const ids = { requestId: randomUUID(), clientRequestId: received.headers.get('client-request-id') ?? randomUUID() };
    const answer = await this.#read(received, ids);
    return graphReply(answer, received, ids);
  }

  async #read(received: Received, ids: RequestIds): Promise<GraphAnswer> {
    let request: GraphRequest;
    try {
      request = {
        method: received.method,
        ...parseAddress(received.url.slice('/v1.0'.length)),
        headers: received.headers,
        body: parseBody(received.body, received.headers.get('content-type')),
        inner: false,
      };
    } catch (error) {
      const answer = this.#refuse(error, ids, false);
      this.#parts.traffic.unreadable(received, answer.status);
      return answer;
    }
    return this.#answer(request, ids, () => this.#parts.tokens.authenticate(received.headers.get('authorization')));
  }

  async #answer(request: GraphRequest, ids: RequestIds, identify: () => Promise<Caller>): Promise<GraphAnswer> {
    const { traffic, conformance, world } = this.#parts;
    const target = findTarget(request, this.#routes, world.directory);
    const passage: Passage = { request, target, ids, record: traffic.open(request, target), effect: undefined };
    conformance?.checkRequest(request);
    let answer: GraphAnswer;
    try {
      answer = await this.#withinLimits(passage, await identify());
    } catch (error) {
      answer = this.#refuse(error, ids, request.inner);
    }
    traffic.requests.answered(passage.record, answer.status);
    return decorate(answer, passage.effect);
  }

  /** Takes a place in the mailbox, lets a fault strike, and otherwise does what was asked for. */
  async #withinLimits(passage: Passage, caller: Caller): Promise<GraphAnswer> {
    const { traffic, conformance } = this.#parts;
    const { request, target, record } = passage;
    const leave = target.userId === undefined ? undefined : traffic.throttle.enter(caller.clientId, target.userId);
    try {
      const effect = traffic.strike(record, target);
      passage.effect = effect;
      await pause((target.isBatch ? 0 : traffic.latencyMs) + (effect?.delayMs ?? 0));
      const instead = effect !== undefined && answersInstead(effect) ? effect : undefined;
      if (instead !== undefined && instead.tookEffect !== true) return faultAnswer(instead, isDirectory(target));
      const answer = target.isBatch
        ? await this.#batch(request, caller, passage.ids)
        : this.#perform(request, target, caller);
      conformance?.checkAnswer(request, answer);
      return instead === undefined ? answer : faultAnswer(instead, isDirectory(target));
    } finally {
      leave?.();
    }
  }

  #batch(request: GraphRequest, caller: Caller, ids: RequestIds): Promise<GraphAnswer> {
    return runBatch(planBatch(request.body), {
      perform: (inner) => this.#answer(inner, ids, () => Promise.resolve(caller)),
      mailboxOf: (inner) => findTarget(inner, this.#routes, this.#parts.world.directory).userId,
      random: () => this.#parts.traffic.random(),
    });
  }

  #perform(request: GraphRequest, target: Target, caller: Caller): GraphAnswer {
    const { world, authority } = this.#parts;
    const { route } = target;
    if (route === 'unknown') {
      throw badRequest(`Resource not found for the segment '${request.segments.at(-1) ?? ''}'.`);
    }
    if (route === 'otherMethod') {
      throw new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
    }
    requireRole(route, caller, authority);
    requireKnownOptions(request.query);
    const call: GraphCall = {
      request,
      caller,
      preferences: parsePrefer(request.headers.get('prefer')),
      parameter: (name) => target.parameters.get(name) ?? '',
      world,
    };
    const answer = this.#callRoute(route, call, target);
    const { applied } = call.preferences;
    return applied === '' ? answer : { ...answer, headers: { 'Preference-Applied': applied, ...answer.headers } };
  }

  #callRoute(route: Route, call: GraphCall, target: Target): GraphAnswer {
    if (route.workload === 'directory') return route.answer(call);
    const { world, authority } = this.#parts;
    if (target.userId === undefined) {
      throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${call.parameter('user-id')}' is invalid.`);
    }
    requireScope(target.userId, call.caller, authority, world.directory);
    return route.answer({ ...call, mailbox: world.mailboxes.require(target.userId) });
  }

  #refuse(error: unknown, ids: RequestIds, inner: boolean): GraphAnswer {
    const { world, traffic } = this.#parts;
    if (!(error instanceof GraphError)) traffic.reportMistake(error);
    return errorAnswer(error, { ...ids, now: world.clock(), inner, quirks: world.quirks });
  }
}

/** A request on its way. */
interface Passage {
  request: GraphRequest;
  target: Target;
  ids: RequestIds;
  record: RequestRecord;
  /** The fault that struck it. */
  effect: FaultEffect | undefined;
}

interface RequestIds {
  requestId: string;
  clientRequestId: string;
}
