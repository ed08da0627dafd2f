import { describe, expect, it } from 'vitest';
import { azureCli, registerApi } from '../../../infra/entra/api-app.ts';
import { exchangeCommands } from '../../../infra/entra/exchange-commands.ts';
import type { GraphRest } from '../../../infra/entra/graph-rest.ts';
import { directoryPermissions, registerMailboxApp } from '../../../infra/entra/mailbox-app.ts';
import { entraTokenCheck } from '../../../shared/http/entra-token.ts';
import { delegated, issuer, now, settings } from '../http/entra.ts';

interface Written {
  path: string;
  body: object;
}

/** A directory that remembers role assignments, as the real one does. */
function directory(): GraphRest & { written: Written[]; assigned: object[] } {
  const written: Written[] = [];
  const assigned: object[] = [];
  return {
    ...{ written, assigned },
    get(path) {
      if (path.includes('appRoleAssignedTo')) return { value: assigned };
      if (path.includes('00000003')) {
        const appRoles = ['User.Read.All', 'GroupMember.Read.All', 'OrgContact.Read.All', 'Mail.Send', null];
        return { id: 'graph', appRoles: appRoles.map((value) => ({ id: `id of ${value ?? 'none'}`, value })) };
      }
      return {
        id: path.startsWith('/me') ? 'person' : path.startsWith('/service') ? 'principal' : 'object',
        appId: 'client',
      };
    },
    post(path, body) {
      written.push({ path, body });
      assigned.push(body);
    },
    upsert: (path, body) => void written.push({ path, body }),
  };
}

const text = (value: unknown): string => JSON.stringify(value);

describe('the registration of the API', () => {
  it('issues tokens that the API accepts, with the roles that it knows', async () => {
    const rest = directory();
    registerApi(rest, 'prod');
    const roles = [...text(rest.written[0]).matchAll(/"value":"(Connector\.\w+)"/g)].map(([, name]) => name);
    expect(roles).toEqual(['Connector.Admin', 'Connector.Operator', 'Connector.Reader']);
    const entra = await issuer();
    const check = entraTokenCheck({ ...settings, clients: [azureCli] }, { fetch: entra.fetch, now: () => now });
    for (const role of roles) {
      const token = await entra.sign({ ...delegated, azp: azureCli, roles: [role] });
      expect(await check(token)).toMatchObject({ via: 'token' });
    }
  });

  it('has no secret, asks for no permission, and gives tokens only to whom a role was given', () => {
    const rest = directory();
    registerApi(rest, 'prod');
    expect(text(rest.written)).not.toMatch(/passwordCredentials|keyCredentials|requiredResourceAccess/);
    expect(text(rest.written)).toContain('"requestedAccessTokenVersion":2');
    expect(text(rest.written)).toContain('"appRoleAssignmentRequired":true');
    expect(text(rest.written)).toContain('"signInAudience":"AzureADMyOrg"');
  });

  it('makes its maker the administrator, once however often it is repeated', () => {
    const rest = directory();
    const [first, second] = [registerApi(rest, 'prod'), registerApi(rest, 'prod')];
    expect(second).toEqual(first);
    expect(rest.assigned).toMatchObject([{ principalId: 'person', resourceId: 'principal' }]);
    expect(new Set(rest.written.map(({ path }) => path)).size).toBe(4);
  });

  it('is also made by a pipeline, which is no person', () => {
    const rest = directory();
    const get = (path: string): unknown => {
      if (path.startsWith('/me')) throw new Error('Forbidden');
      return rest.get(path);
    };
    registerApi({ ...rest, get }, 'prod');
    expect(rest.assigned).toEqual([]);
  });
});

describe('the registration that reads mailboxes', () => {
  const options = {
    environment: 'prod',
    tenant: 't1',
    identity: 'identity-object',
    jobs: ['contacts', 'notices'],
  } as const;

  it('signs in by the identity of the function app and has no secret', () => {
    const rest = directory();
    registerMailboxApp(rest, options);
    expect(rest.written).toContainEqual({
      path: "/applications/object/federatedIdentityCredentials(name='patchbay')",
      body: {
        issuer: 'https://login.microsoftonline.com/t1/v2.0',
        subject: 'identity-object',
        audiences: ['api://AzureADTokenExchange'],
      },
    });
    expect(text(rest.written)).not.toMatch(/passwordCredentials|keyCredentials/);
  });

  it('is granted nothing about mailboxes for the whole tenant', () => {
    const rest = directory();
    registerMailboxApp(rest, options);
    expect(directoryPermissions(['contacts', 'cards', 'presence', 'notices'])).toEqual([
      'GroupMember.Read.All',
      'OrgContact.Read.All',
      'User.Read.All',
    ]);
    expect(text(rest.assigned)).not.toMatch(/Contacts|Mail|Calendars/);
    expect(rest.assigned).toHaveLength(3);
    registerMailboxApp(rest, options);
    expect(rest.assigned).toHaveLength(3);
  });
});

describe('the commands for Exchange', () => {
  const options = { client: 'c1', servicePrincipal: 's1', group: 'Patchbay mailboxes', sender: 'it@firma.example' };
  const roles = (lines: string[]): unknown[] =>
    lines
      .flatMap((line) => [...line.matchAll(/-Role "Application ([^"]+)" -CustomResourceScope "([^"]+)"/g)])
      .map(([, role, scope]) => [role, scope]);

  it('grant each job what it needs, within a group; writing includes reading', () => {
    expect(roles(exchangeCommands({ ...options, jobs: ['contacts'] }))).toEqual([
      ['Contacts.Read', 'Patchbay mailboxes'],
    ]);
    expect(roles(exchangeCommands({ ...options, jobs: ['contacts', 'cards', 'presence'] }))).toEqual([
      ['Contacts.ReadWrite', 'Patchbay mailboxes'],
      ['Calendars.Read', 'Patchbay mailboxes'],
      ['MailboxSettings.ReadWrite', 'Patchbay mailboxes'],
    ]);
  });

  it('let mail be sent from one mailbox only', () => {
    const lines = exchangeCommands({ ...options, jobs: ['notices'] });
    expect(roles(lines)).toEqual([['Mail.Send', 'Patchbay sender']]);
    expect(lines.join('\n')).toContain(`"PrimarySmtpAddress -eq 'it@firma.example'"`);
    expect(lines.join('\n')).not.toContain('Get-Group');
  });

  it('never grant without a scope', () => {
    const lines = exchangeCommands({ ...options, jobs: ['contacts', 'cards', 'presence', 'notices'] });
    const grants = lines.filter((line) => line.startsWith('New-ManagementRoleAssignment'));
    expect(grants.length).toBe(4);
    expect(grants.filter((line) => !line.includes('-CustomResourceScope'))).toEqual([]);
  });
});
