import { z } from 'zod';
import { profileParamOf, type AccessRule } from './authorise.ts';
import { parseBody, readBytes, requireMediaType, usualLimits, type BodyLimits } from './body.ts';
import { identifier } from './text.ts';
import { UnauthenticatedError } from './http-errors.ts';
import { parsePath, parseQuery } from './query.ts';
import { answerOf, type AnswerForms, type PlainReply, type Reply } from './reply.ts';
import type { ApiAnswer, ApiRequest, Method } from './request.ts';
import type { Caller, Role } from './roles.ts';

type Shape = Record<string, z.ZodType>;
type Values<S extends Shape> = z.output<z.ZodObject<S, z.core.$strict>>;

/** The names of the placeholders in a path: `id` and `run` in `/profiles/{id}/runs/{run}`. */
export type PathNames<T extends string> = T extends `${string}{${infer Name}}${infer Rest}`
  ? Name | PathNames<Rest>
  : never;

/** A body that the handler wants as bytes, because it checks a signature over them or because it is not JSON. */
export interface RawBody {
  /** Content types that are taken, each with the schema of its documents where there is one. */
  mediaTypes: Readonly<Record<string, z.ZodType | undefined>>;
  /** Most bytes. */
  bytes: number;
}

/** What a handler gets, parsed. */
export interface Input<P extends Shape, Q extends Shape, B extends z.ZodType> {
  params: Values<P>;
  query: Values<Q>;
  body: z.output<B>;
  /** The body of a route with `rawBody`; otherwise empty. */
  bytes: Uint8Array;
  request: ApiRequest;
}

interface Declaration<T extends string, P extends Shape, Q extends Shape, B extends z.ZodType, A extends AnswerForms> {
  /** Names the function and the operation; letters and digits. */
  name: string;
  method: Method;
  /** Path without the prefix: `/profiles/{id}`. */
  path: T;
  /** One sentence for the documentation. */
  summary: string;
  description?: string;
  /** Schemas of the placeholders; `identifier` unless given. */
  params?: P;
  query?: Q;
  /** Whether parameters that the query does not name are passed over: visitors come with those that others have appended. */
  anyQuery?: boolean;
  body?: B;
  /** Limits of the body that differ from `usualLimits`. */
  limits?: Partial<BodyLimits>;
  rawBody?: RawBody;
  /** Whether `If-Match` is honoured; the handler calls `requireMatch`. */
  conditional?: boolean;
  /** What is answered when it went well: per status a schema (JSON), a media type, `empty`, or a list of these. */
  answers: A;
}

interface Guarded<I, R> {
  role: Role;
  /** Whether the phones of the profile may use it; it then also takes HTTP Basic. */
  phone?: boolean;
  handle: (input: I, caller: Caller) => Promise<R> | R;
}

interface Open<I, R> {
  handle: (input: I) => Promise<R> | R;
}

/** One route: data for registration and documentation, and `respond`, which parses, handles and answers. */
export interface Route extends Omit<AccessRule, 'role'> {
  role: Role | 'public';
  name: string;
  method: Method;
  path: string;
  summary: string;
  description: string | undefined;
  params: z.ZodObject;
  query: z.ZodObject;
  body: z.ZodType | undefined;
  rawBody: RawBody | undefined;
  conditional: boolean;
  answers: AnswerForms;
  /** Only `serve` calls this: it authenticates and authorises first. */
  respond(request: ApiRequest, caller: Caller | undefined, options: { checkAnswers: boolean }): Promise<ApiAnswer>;
}

const noShape = {};
type NoShape = typeof noShape;
type PathShape<T extends string> = Record<PathNames<T>, z.ZodType>;
type PlainPath<T extends string> = Record<PathNames<T>, typeof identifier>;

/** Declares a route for callers of a role. */
export function route<
  const T extends string,
  const A extends AnswerForms,
  P extends PathShape<T> = PlainPath<T>,
  Q extends Shape = NoShape,
  B extends z.ZodType = z.ZodUndefined,
>(declaration: Declaration<T, P, Q, B, A> & Guarded<Input<P, Q, B>, Reply<NoInfer<A>> & PlainReply>): Route {
  return built(declaration, declaration.role, declaration.phone ?? false, (input, caller) => {
    if (!caller) throw new UnauthenticatedError('This route needs a caller.');
    return declaration.handle(input, caller);
  });
}

/** Declares a route for everybody; its handler never learns who asks. */
export function publicRoute<
  const T extends string,
  const A extends AnswerForms,
  P extends PathShape<T> = PlainPath<T>,
  Q extends Shape = NoShape,
  B extends z.ZodType = z.ZodUndefined,
>(declaration: Declaration<T, P, Q, B, A> & Open<Input<P, Q, B>, Reply<NoInfer<A>> & PlainReply>): Route {
  return built(declaration, 'public', false, (input) => declaration.handle(input));
}

function built<T extends string, P extends Shape, Q extends Shape, B extends z.ZodType, A extends AnswerForms>(
  declaration: Declaration<T, P, Q, B, A>,
  role: Route['role'],
  phone: boolean,
  handle: (input: Input<P, Q, B>, caller: Caller | undefined) => Promise<PlainReply> | PlainReply,
): Route {
  const { name, method, path, summary, description, body, rawBody, answers } = declaration;
  // These two and `body` below assert what the type parameters' defaults say about schemas that were left out.
  const params = z.strictObject(declaration.params ?? (plainParams(path) as P));
  const query = declaration.anyQuery
    ? z.object(declaration.query ?? (noShape as Q))
    : z.strictObject(declaration.query ?? (noShape as Q));
  const limits = { ...usualLimits, ...declaration.limits };
  return {
    ...{ name, method, path, summary, description, body, rawBody, answers, role, phone, params, query },
    conditional: declaration.conditional ?? false,
    profileParam: profileParamOf(path),
    async respond(request, caller, { checkAnswers }) {
      const input = {
        params: parsePath(params, request.params),
        query: parseQuery(query, request.query),
        body: body ? await parseBody(request, body, limits) : (undefined as z.output<B>),
        bytes: rawBody ? await rawBytes(request, rawBody) : new Uint8Array(),
        request,
      };
      return answerOf(await handle(input, caller), answers, checkAnswers);
    },
  };
}

function plainParams(path: string): Shape {
  return Object.fromEntries(placeholdersOf(path).map((name) => [name, identifier]));
}

/** The names of a path's placeholders in order. */
export function placeholdersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

async function rawBytes(request: ApiRequest, { mediaTypes, bytes }: RawBody): Promise<Uint8Array> {
  const taken = Object.keys(mediaTypes);
  requireMediaType(request, (type) => taken.includes(type), taken.join(' or '));
  return readBytes(request, bytes);
}
