import { inspect } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../../shared/connections/health.ts';
import type { SignIn } from '../../../shared/connections/credential.ts';
import { openProbe as openGraphProbe, rolesIn } from '../../../shared/connections/probe.ts';
import { createConnection } from '../../../shared/connections/save-connection.ts';
import { Secret } from '../../../shared/secrets/secret.ts';
import { openSeal } from '../../../shared/secrets/seal.ts';
import { testConnection } from '../../../shared/connections/test-connection.ts';
import { DeniedError, NotFoundError, UnavailableError, type PatchbayError } from '../../../shared/errors.ts';
import {
  canary,
  client,
  failure,
  input,
  key,
  results,
  someMailbox,
  stubProbe,
  tenant,
  world,
  type World,
} from './stubs.ts';

const later = new Date('2026-11-22T10:00:00.000Z');

let w: World;
beforeEach(() => {
  w = world();
});

/** Creates a connection where everything works, then tests it under the answers that are set up. */
async function tested(
  answers: World['answers'],
  changes: Record<string, unknown> = {},
): Promise<{ state: string; problems: Problem[] }> {
  w.answers = {};
  const { id } = await createConnection(w, input(changes));
  w.clock = later;
  w.answers = answers;
  const health = await testConnection(w, id);
  expect((await w.store.get(id)).health).toEqual(health);
  expect(health.testedAt).toBe(later.toISOString());
  return health;
}

const throwing = (error: PatchbayError) => (): never => {
  throw error;
};

describe('testing a connection', () => {
  it('is well when everything works', async () => {
    expect(await tested({})).toMatchObject({ state: 'ok', problems: [] });
  });

  it('says not found for a connection that is not there', async () => {
    await expect(testConnection(w, 'nothing')).rejects.toThrow(NotFoundError);
  });

  it('fails at the field that the sign-in is refused for', async () => {
    const roles = throwing(new DeniedError('It has expired.', { code: 'secretExpired' }));
    expect(await tested({ roles })).toMatchObject({
      state: 'failing',
      problems: [{ field: '/credential/secret', level: 'error', detail: 'It has expired.' }],
    });
  });

  it.each(['roles', 'mailboxes'])('is unknown when nobody answers for the %s', async (step) => {
    const error = new UnavailableError('Nobody answers.');
    expect(await tested({ [step]: throwing(error) })).toMatchObject({
      state: 'unknown',
      problems: [{ level: 'error', detail: 'Nobody answers.' }],
    });
  });

  it('fails when the secret cannot be opened or the cloud is gone', async () => {
    const { id } = await createConnection(w, input());
    Object.assign(w, { seal: openSeal([key('k2')]) });
    expect(await testConnection(w, id)).toMatchObject({
      state: 'failing',
      problems: [{ field: '/credential/secret', level: 'error', detail: expect.stringContaining('"k1"') as string }],
    });
    const gone = await createConnection(w, input());
    const openProbe = (signIn: SignIn) => openGraphProbe({ ...signIn, cloud: 'local' }, w.settings);
    expect(await testConnection({ ...w, openProbe }, gone.id)).toMatchObject({
      state: 'failing',
      problems: [{ field: '/cloud', level: 'error' }],
    });
  });

  it('uses the named mailbox, and reports one that does not exist at its field', async () => {
    const asked: (string | undefined)[] = [];
    const permissions = (mailbox: string | undefined) => {
      asked.push(mailbox);
      return results();
    };
    const changes = { testMailbox: 'a@contoso.com' };
    expect(await tested({ permissions }, changes)).toMatchObject({ state: 'ok' });
    const mailbox = throwing(new NotFoundError('The directory has no such object: a@contoso.com.'));
    expect(await tested({ permissions, mailbox }, changes)).toMatchObject({
      state: 'failing',
      problems: [{ field: '/testMailbox', level: 'error', detail: 'The directory has no such object: a@contoso.com.' }],
    });
    expect(asked).toEqual(['a@contoso.com', undefined]);
  });

  it('reports a sender without mailbox, and only warns when that is not known', async () => {
    const changes = { sender: 'noreply@contoso.com' };
    const missing = await tested({ mailbox: throwing(new NotFoundError('No such mailbox.')) }, changes);
    expect(missing).toMatchObject({ state: 'failing', problems: [{ field: '/sender', level: 'error' }] });
    const unknown = await tested({ mailbox: throwing(new UnavailableError('Later.')) }, changes);
    expect(unknown).toMatchObject({ state: 'ok', problems: [{ field: '/sender', level: 'warning' }] });
  });

  const failing = (permission: string) => ({
    permissions: () => results({ permission, outcome: 'failed', detail: `Denied: ${permission}.` }),
  });
  const unproven = (permission: string, roles: string[] = []) => ({
    roles: () => roles,
    permissions: () => results({ permission, outcome: 'unproven', detail: 'Not tried.' }),
  });
  const mailbox = { testMailbox: 'a@contoso.com' };
  const sender = { sender: 'a@contoso.com' };

  it.each([
    ['User.Read.All', 'error', {}],
    ['Contacts.Read', 'error', mailbox],
    ['Contacts.Read', 'warning', {}],
    ['Calendars.Read', 'warning', mailbox],
    ['Calendars.Read', 'warning', {}],
    ['MailboxSettings.Read', 'warning', mailbox],
    ['GroupMember.Read.All', 'warning', {}],
    ['OrgContact.Read.All', 'warning', {}],
  ])('reports the missing permission %s as %s', async (permission, level, changes) => {
    const health = await tested(failing(permission), changes);
    expect(health.state).toBe(level === 'error' ? 'failing' : 'ok');
    expect(health.problems).toMatchObject([{ permission, level }]);
    expect(health.problems[0]?.detail).toContain(`Denied: ${permission}.`);
    expect(health.problems[0]?.detail).toMatch(/two hours|testMailbox/);
  });

  it('does not blame Contacts.Read for a directory that may not be read', async () => {
    const denied = throwing(new DeniedError('No.', { code: 'Authorization_RequestDenied' }));
    const permissions = () =>
      results(
        { permission: 'User.Read.All', outcome: 'failed', detail: 'No.' },
        { permission: 'Contacts.Read', outcome: 'failed', detail: 'No.' },
      );
    const health = await tested({ permissions, mailbox: denied, mailboxes: denied }, { ...mailbox, ...sender });
    expect(health.problems).toMatchObject([
      { permission: 'User.Read.All', level: 'error' },
      {
        permission: 'Contacts.Read',
        level: 'warning',
        detail: 'No. Contacts.Read is not proven, because no mailbox could be looked up.',
      },
    ]);
  });

  it.each([
    ['GroupMember.Read.All', {}, ['Group.Read.All']],
    ['OrgContact.Read.All', {}, ['Directory.Read.All']],
    ['Mail.Send', sender, ['Mail.Send']],
  ])(
    'warns that %s is not proven, unless the token names a role that contains it',
    async (permission, changes, roles) => {
      const warned = await tested(unproven(permission), changes);
      expect(warned).toMatchObject({ state: 'ok', problems: [{ permission, level: 'warning' }] });
      expect(warned.problems[0]?.detail).toContain('Entra admin center > App registrations > API permissions');
      const known = await tested(unproven(permission, roles), changes);
      expect(known.problems.filter((problem) => problem.permission !== undefined)).toEqual([]);
    },
  );

  it('warns that contacts are not proven whatever the token names', async () => {
    const health = await tested(unproven('Contacts.Read', ['Contacts.Read']));
    expect(health).toMatchObject({ state: 'ok', problems: [{ permission: 'Contacts.Read', level: 'warning' }] });
  });

  it('does not care for Mail.Send where no mail is sent', async () => {
    expect((await tested(unproven('Mail.Send'))).problems).toEqual([]);
  });

  it('warns of roles that nothing here needs', async () => {
    const roles = () => ['User.Read.All', 'Contacts.Read', 'Mail.ReadWrite', 'Sites.FullControl.All'];
    const health = await tested({ roles });
    expect(health).toMatchObject({ state: 'ok', problems: [{ level: 'warning' }] });
    expect(health.problems[0]?.detail).toContain('Mail.ReadWrite, Sites.FullControl.All');
    expect(health.problems[0]?.detail).not.toContain('Contacts.Read');
  });

  it('warns as the end of the secret comes near', async () => {
    const { id } = await createConnection(
      w,
      input({ credential: { kind: 'secret', secret: canary, expiresOn: '2026-12-24' } }),
    );
    const said: (string | undefined)[] = [];
    for (const day of ['2026-11-23', '2026-11-24', '2026-12-24', '2026-12-25']) {
      w.clock = new Date(`${day}T12:00:00Z`);
      said.push((await testConnection(w, id)).problems[0]?.detail.split(';')[0]);
    }
    expect(said).toEqual([
      undefined,
      'The client secret ends on 2026-12-24 (in 30 days)',
      'The client secret ends on 2026-12-24 (today)',
      'The client secret ended on 2026-12-24',
    ]);
  });

  it('reads no more than one page of the directory', async () => {
    let pages = 0;
    const { id } = await createConnection(w, input());
    const counting: World = {
      ...w,
      openProbe() {
        const opened = stubProbe();
        async function* mailboxes() {
          for (;;) {
            pages++;
            yield await Promise.resolve([someMailbox]);
          }
        }
        return { ...opened, source: { ...opened.source, mailboxes } };
      },
    };
    await testConnection(counting, id);
    expect(pages).toBe(1);
  });
});

describe('the probe of a Graph connection', () => {
  it('says unavailable where nobody listens', async () => {
    const settings = {
      localCloud: { graph: 'https://127.0.0.1:9', login: 'https://127.0.0.1:9' },
      managedIdentityClientId: undefined,
    };
    const proof = { kind: 'secret', secret: new Secret(canary) } as const;
    const error = await failure(
      UnavailableError,
      openGraphProbe({ cloud: 'local', tenant, client, proof }, settings).signIn(),
    );
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(canary);
  });
});

describe('rolesIn', () => {
  const token = (payload: string) => `h.${Buffer.from(payload).toString('base64url')}.s`;

  it('reads the roles of a token, and none from anything else', () => {
    expect(rolesIn(token('{"roles":["A","B"]}'))).toEqual(['A', 'B']);
    for (const text of ['', 'opaque', 'a.b.c', token('[]'), token('{"roles":"A"}'), token('{}'), token('null')]) {
      expect(rolesIn(text)).toEqual([]);
    }
  });
});
