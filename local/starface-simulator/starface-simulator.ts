import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { jsonAnswer } from './answer.ts';
import { answerTo } from './routes.ts';
import type { FaultRule, RequestFault, SimulatedUser, TelephoneSystem } from './telephone-system.ts';

export interface StarfaceOptions {
  users: SimulatedUser[];
  login?: string;
  password?: string;
  /** 0 or absent: a free one. */
  port?: number;
}

/** A running STARFACE on 127.0.0.1. */
export interface StarfaceSimulator {
  /** `http://127.0.0.1:PORT`, without `/rest`. */
  url: string;
  /** What it knows; tests look at it and change it as people would. */
  system: TelephoneSystem;
  user(id: number): SimulatedUser;
  /** Every token is worth nothing from now on, as after a restart. */
  forgetTokens(): void;
  /** Lets requests fail; without rules none does. */
  failWith(...rules: FaultRule[]): void;
  close(): Promise<void>;
}

/** Starts a simulator of the part of STARFACE's REST API that presence needs; everything it knows is in memory. */
export async function startStarfaceSimulator({
  users,
  login = '0001',
  password = 'secret',
  port = 0,
}: StarfaceOptions): Promise<StarfaceSimulator> {
  const system: TelephoneSystem = {
    ...{ login, password, users, tokens: new Set(), nonces: new Set(), refusedLogins: 0 },
    ...{ faults: [], delayMs: 0, requests: [], spells: (number) => number },
  };
  const server = createServer((incoming, outgoing) => {
    handle(system, incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    system,
    user(id) {
      const user = users.find((one) => one.id === id);
      if (!user) throw new Error(`There is no user ${id}.`);
      return user;
    },
    forgetTokens() {
      system.tokens.clear();
    },
    failWith(...rules) {
      system.faults = rules;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function handle(system: TelephoneSystem, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await bodyOf(incoming);
  const { method = 'GET', url = '/' } = incoming;
  if (system.delayMs > 0) await wait(system.delayMs, undefined, { ref: false });
  const address = new URL(url, 'http://starface');
  const fault = takeFault(system, method, address.pathname.replace(/^\/rest/, ''));
  if (fault === 'lost') {
    incoming.socket.destroy();
    return;
  }
  const token = String(incoming.headers['authtoken'] ?? '');
  const answer =
    typeof fault === 'number'
      ? jsonAnswer(fault, { error: 'on purpose' })
      : answerTo(system, { method, url: address, token, body: parsed(body) });
  const isLogin = address.pathname === '/rest/login';
  system.requests.push({ method, url, status: answer.status, body: isLogin ? '' : body });
  if (fault === 'cut') {
    incoming.socket.destroy();
    return;
  }
  outgoing.writeHead(answer.status, answer.headers).end(answer.body);
}

function takeFault(system: TelephoneSystem, method: string, path: string): RequestFault | undefined {
  const rule = system.faults.find(
    ({ method: only = method, path: start = '', times = 1 }) => only === method && path.startsWith(start) && times > 0,
  );
  if (rule?.times !== undefined) rule.times -= 1;
  return rule?.fault;
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
