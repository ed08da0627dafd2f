import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A request as the fakes look at it. */
export interface HttpRequest {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface HttpAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Buffer;
}

/** Serves plain HTTP on a free port of this computer and answers its origin. */
export async function serveHttp(answer: (request: HttpRequest) => Promise<HttpAnswer> | HttpAnswer): Promise<string> {
  const server = createServer({ keepAliveTimeout: 600_000 }, (incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part: Buffer) => parts.push(part));
    incoming.on('end', () => {
      void respond({
        method: incoming.method ?? '',
        url: new URL(incoming.url ?? '/', 'http://fake'),
        headers: incoming.headers,
        body: Buffer.concat(parts).toString('utf8'),
      });
    });
    const respond = async (request: HttpRequest): Promise<void> => {
      const { status, headers, body = '' } = await answer(request);
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
      outgoing.end(body);
    };
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return `http://127.0.0.1:${address.port}`;
}

/** Works at once, and answers when so many milliseconds are over since the request came: like a server's own, the work is a part of them. */
export async function answeredAfter(milliseconds: number, work: () => HttpAnswer): Promise<HttpAnswer> {
  if (milliseconds === 0) return work();
  const over = pause(milliseconds);
  const answer = work();
  await over;
  return answer;
}
