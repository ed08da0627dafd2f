import { z } from 'zod';
import { GraphError } from '../graph/errors.ts';
import { PathTemplates } from '../graph/path-templates.ts';
import { jsonReply } from '../wire/reply.ts';
import type { Received } from '../wire/received.ts';
import type { Reply } from '../wire/reply.ts';
import { calendarOperations } from './calendar-operations.ts';
import { trafficOperations } from './control-operations.ts';
import type { ControlOperation } from './control-operations.ts';
import { mailboxOperations } from './mailbox-operations.ts';
import type { SimulatorControl } from './simulator-control.ts';

const operations: readonly ControlOperation[] = [...trafficOperations, ...mailboxOperations, ...calendarOperations];

/** The control over HTTPS, for shells and other processes: JSON in and out, below `/_control`, without sign-in. */
export class ControlService {
  readonly #control: SimulatorControl;
  readonly #operations = new PathTemplates<Map<string, ControlOperation>>();

  constructor(control: SimulatorControl) {
    this.#control = control;
    for (const operation of operations) {
      const methods = this.#operations.get(operation.template);
      if (methods !== undefined) methods.set(operation.method, operation);
      else this.#operations.add(operation.template, new Map([[operation.method, operation]]));
    }
  }

  /** Answers a request whose path begins with `/_control`; that path alone lists what there is. */
  async reply(received: Received): Promise<Reply> {
    const path = received.url.replace(/\?.*$/, '').split('/').slice(2).map(decodeURIComponent);
    if (path.join('') === '' && received.method === 'GET')
      return jsonReply(
        200,
        operations.map(({ method, template }) => `${method} /_control${template}`),
      );
    const match = this.#operations.match(path);
    const operation = match?.value.get(received.method);
    if (match === undefined || operation === undefined) {
      return jsonReply(404, { error: `no control operation ${received.method} ${received.url}` });
    }
    try {
      const body: unknown = received.body === '' ? undefined : JSON.parse(received.body);
      const result: unknown = await operation.run(this.#control, (name) => match.parameters.get(name) ?? '', body);
      return result === undefined ? { status: 204, headers: {}, body: undefined } : jsonReply(200, result);
    } catch (error) {
      return refusal(error);
    }
  }
}

function refusal(error: unknown): Reply {
  if (error instanceof z.ZodError) return jsonReply(400, { error: z.prettifyError(error) });
  if (error instanceof GraphError) return jsonReply(error.status, { error: `${error.code}: ${error.message}` });
  return jsonReply(400, { error: error instanceof Error ? error.message : String(error) });
}
