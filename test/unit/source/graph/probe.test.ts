import { AuthenticationRequiredError } from '@azure/identity';
import { describe, expect, it } from 'vitest';
import { probeGraph } from '../../../../shared/source/graph/probe.ts';
import { base, failure, json, mailbox, stubGraph } from './stub.ts';
import type { Answer } from './stub.ts';

const group = '99999999-2222-3333-4444-555555555555';
const users = json({ value: [{ id: mailbox, mail: 'a@x.de', userPrincipalName: 'a@x.de', displayName: 'A' }] });
const healthy: Answer = ({ url }) => (url.startsWith(`${base}/users?`) ? users.clone() : json({ value: [] }));
const outcomes = (results: Awaited<ReturnType<typeof probeGraph>>) =>
  results.map(({ permission, outcome }) => `${permission} ${outcome}`);

describe('a probe', () => {
  it('tries each permission by one real call', async () => {
    const stub = stubGraph(healthy);
    const results = await probeGraph(stub.options, { mailbox, group });
    expect(outcomes(results)).toEqual([
      'token ok',
      'User.Read.All ok',
      'Contacts.Read ok',
      'Calendars.Read ok',
      'MailboxSettings.Read ok',
      'GroupMember.Read.All ok',
      'OrgContact.Read.All ok',
      'Mail.Send unproven',
    ]);
    for (const result of results) expect(result.neededFor).not.toBe('');
    expect(stub.sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v1.0/users',
      `/v1.0/users/${mailbox}/contacts`,
      `/v1.0/users/${mailbox}/calendarView`,
      `/v1.0/users/${mailbox}/mailboxSettings`,
      `/v1.0/groups/${group}`,
      '/v1.0/contacts',
    ]);
  });

  it('takes the first mailbox when none is named, and no group', async () => {
    const results = await probeGraph(stubGraph(healthy).options);
    expect(outcomes(results).slice(2, 6)).toEqual([
      ...['Contacts.Read ok', 'Calendars.Read ok', 'MailboxSettings.Read ok', 'GroupMember.Read.All unproven'],
    ]);
    const unlicensed: Answer = (request, index) =>
      request.url.includes(`${mailbox}/contacts`)
        ? failure(404, 'MailboxNotEnabledForRESTAPI')
        : healthy(request, index);
    expect(outcomes(await probeGraph(stubGraph(unlicensed).options))[2]).toBe('Contacts.Read unproven');
  });

  it('says what is missing and goes on', async () => {
    const denied: Answer = (request, index) => {
      if (request.url.startsWith(`${base}/contacts`)) return failure(403, 'Authorization_RequestDenied');
      return /contacts|mailboxSettings/.test(request.url) ? failure(403, 'ErrorAccessDenied') : healthy(request, index);
    };
    const results = await probeGraph(stubGraph(denied).options, { mailbox, group: '..' });
    expect(outcomes(results)).toEqual([
      'token ok',
      'User.Read.All ok',
      'Contacts.Read failed',
      'Calendars.Read ok',
      'MailboxSettings.Read failed',
      'GroupMember.Read.All failed',
      'OrgContact.Read.All failed',
      'Mail.Send unproven',
    ]);
    expect(results[2]?.detail).toContain('Application Contacts.Read');
    expect(results[4]?.detail).toContain('Application MailboxSettings.Read');
    expect(results[6]?.detail).toContain('OrgContact.Read.All');
  });

  it('sends nothing without a token, and says why there is none', async () => {
    const message = 'invalid_client: 7000222 - [x]: AADSTS7000222: The provided client secret keys are expired.';
    const getToken = () => Promise.reject(new AuthenticationRequiredError({ scopes: [], message }));
    const stub = stubGraph([], { credential: { getToken } });
    const results = await probeGraph(stub.options);
    expect(results[0]).toMatchObject({ permission: 'token', outcome: 'failed' });
    expect(results[0]?.detail).toContain('expired');
    expect(results.slice(1).every(({ outcome }) => outcome === 'unproven')).toBe(true);
    expect(stub.sent).toEqual([]);
  });
});
