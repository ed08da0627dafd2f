import { describe, expect, it } from 'vitest';
import { DEMO_CLIENT_ID } from '../../local/graph-simulator/demo.ts';
import { defaultFolderId } from '../../shared/source/source.ts';
import { ANNA, BOB, DORA, userId } from './graph-simulator/tenant-fixture.ts';
import { control, created, existing, home, inBob, jana, open, stageWriter, tag } from './source-graph-writer-stage.ts';

stageWriter();

describe('what refuses a contact for good', () => {
  const refused = async (mailbox: string, folder = defaultFolderId) => {
    const source = open();
    const error: unknown = await source.createContact({ mailbox, folder }, jana, tag).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(source.count.requests).toBeLessThanOrEqual(1);
    return error;
  };

  it('no licence, by either of the codes that alternate', async () => {
    for (const code of ['MailboxNotEnabledForRESTAPI', 'ResourceNotFound'])
      expect(await refused(DORA)).toMatchObject({ kind: 'notFound', code });
  });

  it('a mailbox that is gone', async () => {
    const gone = { kind: 'notFound', code: 'ErrorInvalidUser' };
    expect(await refused(userId(99))).toMatchObject(gone);
  });

  it('a mailbox out of scope, with the role that has to be given', async () => {
    control().setScope(DEMO_CLIENT_ID, [ANNA]);
    const error = await refused(BOB);
    control().setScope(DEMO_CLIENT_ID, undefined);
    expect(error).toMatchObject({ kind: 'denied', code: 'ErrorAccessDenied' });
    expect(String(error)).toContain('"Application Contacts.ReadWrite"');
  });

  it('a right that is missing', async () => {
    const all = { match: { method: 'POST' }, effect: { status: 403, code: 'Authorization_RequestDenied' } };
    control().addFault(all);
    expect(await refused(BOB)).toMatchObject({ kind: 'denied', code: 'Authorization_RequestDenied' });
  });

  it('a folder that is gone', async () => {
    const folder = await open().folderNamed(BOB, 'Doomed');
    control().deleteContactFolder(BOB, folder);
    expect(await refused(BOB, folder)).toMatchObject({ kind: 'notFound', code: 'ErrorItemNotFound' });
  });

  it.each([
    [403, 'ErrorQuotaExceeded'],
    [507, 'QuotaExceededException'],
  ])('a full mailbox: %i %s', async (status, code) => {
    control().addFault({ match: { method: 'POST' }, effect: { status, code } });
    expect(await refused(BOB)).toMatchObject({ kind: 'invalid', code });
    expect(String(await refused(BOB))).toContain('the mailbox is full');
    expect(inBob()).toEqual([]);
  });

  it('a full mailbox, for every write but not for what only reads', async () => {
    const { id } = await created();
    const contact = await existing(jana.email);
    control().setMailboxFull(BOB);
    const full = { kind: 'invalid', code: 'ErrorQuotaExceeded' };
    expect(await refused(BOB)).toMatchObject(full);
    await expect(open().folderNamed(BOB, 'More')).rejects.toMatchObject(full);
    const completing = open().completeContact(BOB, { ...contact, filled: new Set() }, { notes: 'x' });
    await expect(completing).rejects.toMatchObject(full);
    expect(await open().taggedContact(home, tag)).toBe(id);
    control().setMailboxFull(BOB, false);
  });

  it('a mailbox that has no room for another named property', async () => {
    control().setNamedPropertyQuota('office@contoso.example', 0);
    expect(await refused('office@contoso.example')).toMatchObject({ kind: 'invalid', code: 'ErrorQuotaExceeded' });
    control().setNamedPropertyQuota('office@contoso.example', 16_000);
  });

  it('a value that Exchange does not take', async () => {
    control().addFault({ match: { method: 'POST' }, effect: { status: 400, code: 'ErrorInvalidProperty' } });
    expect(await refused(BOB)).toMatchObject({ kind: 'invalid', code: 'ErrorInvalidProperty' });
  });
});

describe('what is tried again later', () => {
  it('a long 429, which certainly had no effect', async () => {
    const effect = { status: 429, headers: { 'Retry-After': '77' } };
    control().addFault({ match: { method: 'POST' }, effect });
    const source = open();
    const throttled = { kind: 'throttled', retryAfterSeconds: 77 };
    await expect(source.createContact(home, jana, tag)).rejects.toMatchObject(throttled);
    expect(source.count.requests).toBe(1);
    expect(inBob()).toEqual([]);
  });

  it('a short 429, at once', async () => {
    const effect = { status: 429, headers: { 'Retry-After': '1' } };
    control().addFault({ match: { method: 'POST', times: 1 }, effect });
    await created();
    expect(inBob()).toHaveLength(1);
  });

  it.each([
    ['500', { status: 500 }],
    ['503', { status: 503 }],
    ['503 that names a time', { status: 503, headers: { 'Retry-After': '2' } }],
    ['504', { status: 504 }],
    ['a page of a gateway', { html: '<html>Bad gateway</html>' }],
    ['a page of a gateway that calls it a 403', { html: '<html>Blocked</html>', status: 403 }],
    ['a page of a gateway that calls it a 404', { html: '<html>Not here</html>', status: 404 }],
    ['a page of a gateway that calls it a 200', { html: '<html>Sign in</html>', status: 200 }],
    ['a cut connection', { drop: 'after' as const }],
    ['an answer that breaks off', { dropAfterBytes: 20 }],
    ['an answer without an id', { status: 201, body: {} }],
  ])('%s, after which nobody knows: the contact is there, once, and its tag finds it', async (_name, effect) => {
    const tookEffect = !('drop' in effect) && !('dropAfterBytes' in effect);
    control().addFault({ match: { method: 'POST' }, effect: { ...effect, ...(tookEffect && { tookEffect }) } });
    const source = open();
    await expect(source.createContact(home, jana, tag)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(source.count.requests).toBe(1);
    expect(inBob()).toHaveLength(1);
    expect(await source.taggedContact(home, tag)).toBe(inBob()[0]?.id);
  });

  it('an answer that takes too long', async () => {
    control().addFault({ match: { method: 'POST', path: '/contacts$' }, effect: { delayMs: 2000 } });
    const source = open({ requestTimeoutMs: 1000 });
    const late = { kind: 'unavailable', code: 'timeout' };
    await expect(source.createContact(home, jana, tag)).rejects.toMatchObject(late);
    expect(source.count.requests).toBe(1);
  });

  it('a connection that was cut before the effect: the tag finds nothing', async () => {
    control().addFault({ match: { method: 'POST' }, effect: { drop: 'before' } });
    await expect(open().createContact(home, jana, tag)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await open().taggedContact(home, tag)).toBeUndefined();
  });
});
