import { command, withFile } from '../az.ts';

/** Microsoft Graph as whoever is signed in to the Azure CLI. */
export interface GraphRest {
  get(path: string): unknown;
  post(path: string, body: object): void;
  /** Changes an object; creates it when it does not exist and its path names an alternate key. */
  upsert(path: string, body: object): void;
}

const base = 'https://graph.microsoft.com/v1.0';

/** Sends requests through `az rest`. */
export const azRest: GraphRest = {
  get: (path) => {
    const answer: unknown = JSON.parse(command('az', ['rest', '--method', 'get', '--url', `${base}${path}`]));
    return answer;
  },
  post: (path, body) => send('post', path, body),
  upsert: (path, body) => send('patch', path, body),
};

function send(method: 'post' | 'patch', path: string, body: object): void {
  withFile(JSON.stringify(body), (file) =>
    command('az', [
      ...['rest', '--method', method, '--url', `${base}${path}`, '--body', `@${file}`],
      ...['--headers', 'content-type=application/json', 'Prefer=create-if-missing'],
    ]),
  );
}

/** Prints what would be sent and answers with placeholders. */
export function dryRest(print: (line: string) => void, permissions: readonly string[]): GraphRest {
  const show =
    (method: string) =>
    (path: string, body: object): void => {
      print(`${method} ${path} ${JSON.stringify(body)}`);
    };
  return {
    get: () => ({
      id: '<object id>',
      appId: '<client id>',
      value: [],
      appRoles: permissions.map((value) => ({ id: `<id of ${value}>`, value })),
    }),
    post: show('POST'),
    upsert: show('PATCH'),
  };
}
