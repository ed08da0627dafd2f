/** Where a Microsoft cloud signs applications in, where its Graph is, and what a token for it is asked for. */
export interface GraphCloud {
  login: URL;
  graph: URL;
  scope: string;
}

function cloud(login: string, graph: string): GraphCloud {
  return { login: new URL(login), graph: new URL(graph), scope: `${new URL(graph).origin}/.default` };
}

/** The clouds of Microsoft; tokens are not interchangeable, GCC uses `global` (Graph docs, concepts/deployments.md). */
export const graphClouds = {
  global: cloud('https://login.microsoftonline.com/', 'https://graph.microsoft.com/'),
  usGovernment: cloud('https://login.microsoftonline.us/', 'https://graph.microsoft.us/'),
  usGovernmentDod: cloud('https://login.microsoftonline.us/', 'https://dod-graph.microsoft.us/'),
  china: cloud('https://login.chinacloudapi.cn/', 'https://microsoftgraph.chinacloudapi.cn/'),
} as const satisfies Record<string, GraphCloud>;

/** The names a connection may give; `local` takes its addresses from settings, see `localCloud`. */
export const graphCloudNames = ['global', 'usGovernment', 'usGovernmentDod', 'china', 'local'] as const;

export type GraphCloudName = (typeof graphCloudNames)[number];

/** A cloud at addresses that the operator names; both must be https, as everywhere (the Graph host gets the token). */
export function localCloud(login: URL, graph: URL, scope = `${graph.origin}/.default`): GraphCloud {
  return { login, graph, scope };
}
