import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { errorText, type Log } from '../log.ts';
import { HostRefusal } from '../refusal.ts';
import type { Invoker } from '../worker/invoker.ts';
import { traceContext } from '../worker/trace-context.ts';
import { runManually, type ManualRun } from './manual-run.ts';
import { BodyTooLargeError, requestUrl, toRpcRequest } from './request.ts';
import { emptyAnswer, readAnswer, sendAnswer, textAnswer, type HttpAnswer } from './response.ts';
import { findRoute, type Route } from './routes.ts';

export interface HttpServerOptions {
  routes: readonly Route[];
  runs: ReadonlyMap<string, ManualRun>;
  /** Largest request body in bytes. */
  bodyLimit: number;
  homepageDisabled: boolean;
  invoker: Invoker;
  log: Log;
}

/** The host's HTTP side, on the loopback address only. */
export class HttpServer {
  readonly #options: HttpServerOptions;
  readonly #server: http.Server;
  readonly #answering = new Set<Promise<void>>();
  #stopping = false;
  #host = '127.0.0.1';

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#server = http.createServer((request, response) => {
      const answering = this.#answer(request, response);
      this.#answering.add(answering);
      void answering.then(() => this.#answering.delete(answering));
    });
  }

  /**
   * @param port 0 takes any free one
   * @returns the base address, without a slash at the end
   */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error) => {
        reject(new HostRefusal(`The host cannot listen on 127.0.0.1:${port}: ${error.message}.`, { cause: error }));
      });
      this.#server.listen(port, '127.0.0.1', resolve);
    });
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('The HTTP server has no port.');
    this.#host = `127.0.0.1:${address.port}`;
    return `http://${this.#host}`;
  }

  /** Takes no more requests; resolves when those under way are answered. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#server.close();
    await Promise.all(this.#answering);
  }

  /** Cuts every connection that is still open. */
  close(): void {
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let answer: HttpAnswer;
    try {
      answer = this.#stopping ? emptyAnswer(503) : await this.#route(request);
    } catch (error) {
      answer = emptyAnswer(error instanceof BodyTooLargeError ? 413 : 500);
      this.#options.log('error', 'http.failed', {
        method: request.method,
        status: answer.status,
        message: errorText(error),
      });
    }
    if (this.#stopping) response.setHeader('connection', 'close');
    // What the handler did not take would otherwise block the connection.
    request.resume();
    await sendAnswer(response, answer);
  }

  async #route(request: IncomingMessage): Promise<HttpAnswer> {
    const { routes, runs, homepageDisabled } = this.#options;
    const url = requestUrl(request, this.#host);
    if (url === undefined) return emptyAnswer(400);
    const method = request.method ?? 'GET';
    const manual = /^\/admin\/functions\/([^/]+)\/?$/i.exec(url.pathname)?.[1];
    if (manual !== undefined && method === 'POST') return runManually(request, manual, runs);
    const found = findRoute(routes, method, url.pathname);
    if (found !== undefined) return this.#invoke(request, url, found);
    if (url.pathname !== '/') return emptyAnswer(404);
    return homepageDisabled
      ? emptyAnswer(204)
      : textAnswer(
          200,
          'text/html',
          '<!doctype html><title>Functions host</title><p>The local functions host is running.</p>',
        );
  }

  async #invoke(
    request: IncomingMessage,
    url: URL,
    found: NonNullable<ReturnType<typeof findRoute>>,
  ): Promise<HttpAnswer> {
    const { route, values } = found;
    const traceParent = request.headersDistinct.traceparent?.[0];
    const outcome = await this.#options.invoker.invoke({
      function: route.function.registered,
      binding: route.function.binding,
      data: { http: await toRpcRequest(request, url, values, this.#options.bodyLimit) },
      trace: traceContext(traceParent, request.headersDistinct.tracestate?.[0]),
    });
    return outcome.succeeded ? readAnswer(outcome.returnValue) : emptyAnswer(500);
  }
}
