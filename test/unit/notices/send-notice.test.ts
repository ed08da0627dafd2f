import { describe, expect, it } from 'vitest';
import {
  DeniedError,
  InvalidError,
  NotFoundError,
  SignInError,
  ThrottledError,
  UnavailableError,
} from '../../../shared/errors.ts';
import { noticeMessage, type NoticeMessage } from '../../../shared/notices/notice-message.ts';
import { sendNotice } from '../../../shared/notices/send-notice.ts';
import { watchNotices } from '../../../shared/notices/watch-notices.ts';
import { incidentView } from '../../../shared/notices/incident-view.ts';
import { host } from '../runs/host.ts';
import { incidentsOf, mailsOf } from '../runs/truth.ts';
import { world, type World } from '../runs/world.ts';

/** A profile with an incident whose mail waits. */
async function waiting(notify?: string): Promise<{ made: World; profile: string; message: NoticeMessage }> {
  const made = world();
  const profile = await made.addProfile(notify === undefined ? {} : { notify });
  const incident = { kind: 'held', reason: 'anna: All 5 entries would go.', run: 'r1' };
  const opened = await made.ports().incidents.open(profile, incident, new Date(made.now));
  return { made, profile, message: noticeMessage(opened, 'opened') };
}

async function watch(made: World): Promise<void> {
  await watchNotices(made.ports(), await made.ports().profiles.list());
}

/** Which call of a process that handles a notice sends the mail. */
async function callThatSends(): Promise<number> {
  const { made, message } = await waiting();
  await host(made).handle({ queue: 'notices', poison: false, message });
  return made.failing.calls.indexOf('source sendMail') + 1;
}

describe('a notice', () => {
  it('says what is wrong, of which profile, and that nothing is lost', async () => {
    const { made, profile, message } = await waiting('ops@contoso.com; boss@contoso.com');
    await sendNotice(made.ports(), message);
    const [sent] = made.tenant.outbox;
    expect(sent).toMatchObject({
      from: 'patchbay@contoso.com',
      mail: {
        to: ['ops@contoso.com', 'boss@contoso.com'],
        subject: 'Patchbay: Sales: a deletion waits for your release',
      },
    });
    for (const part of ['anna: All 5 entries would go.', profile, 'r1', '2026-11-02T08:00', 'Nothing was deleted'])
      expect(sent?.mail.text).toContain(part);
  });

  it('is sent once, however often and by however many it is handled', async () => {
    const { made, profile, message } = await waiting();
    await Promise.all([1, 2, 3, 4].map(() => sendNotice(made.ports(), message)));
    for (let time = 0; time < 3; time += 1) await sendNotice(made.ports(), message);
    expect(mailsOf(made)).toHaveLength(1);
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail sent']);
  });

  it('says when it is over, once', async () => {
    const { made, profile, message } = await waiting();
    await sendNotice(made.ports(), message);
    const { incidents } = made.ports();
    const [incident] = await incidents.list(profile);
    made.later(60);
    const closed = incident && (await incidents.close(incident, new Date(made.now), 'waiting'));
    if (!closed) throw new Error('It was closed before.');
    expect(incidentView(closed)).toMatchObject({ closedAt: '2026-11-02T09:00:00.000Z', mail: 'sent' });
    for (let time = 0; time < 3; time += 1) await sendNotice(made.ports(), noticeMessage(closed, 'closed'));
    expect(mailsOf(made)).toEqual(['a deletion waits for your release', 'over: a deletion waits for your release']);
    expect(made.tenant.outbox[1]?.mail.text).toContain('is over since 2026-11-02T09:00:00.000Z');
  });

  it('is sent although the incident is closed in the same moment', async () => {
    const { made, profile, message } = await waiting();
    const { incidents } = made.ports();
    const ports = made.ports();
    const get = ports.profiles.get.bind(ports.profiles);
    ports.profiles.get = async (id) => {
      for (const incident of await incidents.list(profile))
        await incidents.close(incident, new Date(made.now), 'waiting');
      return get(id);
    };
    await sendNotice(ports, message);
    expect(await incidentsOf(made, profile)).toEqual(['held over, mails sent waiting']);
  });

  it('goes to nobody when nobody is named or there is no sender', async () => {
    for (const [notify, sender] of [
      ['', 'patchbay@contoso.com'],
      ['ops@contoso.com', undefined],
    ] as const) {
      const { made, profile, message } = await waiting(notify);
      const { sender: _sender, ...rest } = made.connection;
      made.connection = sender === undefined ? rest : { ...rest, sender };
      await sendNotice(made.ports(), message);
      expect(made.tenant.outbox).toEqual([]);
      expect(await incidentsOf(made, profile)).toEqual(['held open, mail none']);
    }
  });

  it("about an incident or a profile that is gone is nobody's business any more", async () => {
    const { made, profile, message } = await waiting();
    await made.ports().incidents.remove(profile);
    await expect(sendNotice(made.ports(), message)).resolves.toBeUndefined();
    await expect(sendNotice(made.ports(), { ...message, profile: 'gone' })).resolves.toBeUndefined();
  });

  it.each([
    new DeniedError('Mail.Send is missing.'),
    new SignInError('The secret has expired.'),
    new ThrottledError('Too many requests.', 5),
    new NotFoundError('There is no such mailbox.'),
    new InvalidError('No recipient.'),
  ])('that is refused (%s) is tried again, five times, and can be replayed', async (error) => {
    const { made, profile, message } = await waiting();
    made.tenant.trouble = ({ do: call }) => (call === 'sendMail' ? error : undefined);
    await made.ports().noticeQueue.send(message);
    await host(made).settle();
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail waiting']);
    expect((await made.ports().deadLetters.page(9, undefined)).letters).toMatchObject([{ queue: 'notices', profile }]);
    made.tenant.trouble = () => undefined;
    await sendNotice(made.ports(), message);
    expect(mailsOf(made)).toHaveLength(1);
  });

  it('whose fate is unknown is left to whoever may still be sending it, and sent again after a quarter of an hour', async () => {
    const { made, profile, message } = await waiting();
    made.tenant.trouble = ({ do: call }) => (call === 'sendMail' ? new UnavailableError('No answer.') : undefined);
    await expect(sendNotice(made.ports(), message)).rejects.toThrow('No answer.');
    made.tenant.trouble = () => undefined;
    made.later(14);
    await watch(made);
    await sendNotice(made.ports(), message);
    expect(mailsOf(made)).toEqual([]);
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail sending']);
    made.later(1);
    await watch(made);
    await watch(made);
    await host(made).drain();
    expect(mailsOf(made)).toEqual(['a deletion waits for your release']);
    expect(await incidentsOf(made, profile)).toEqual(['held open, mail sent']);
    made.later(60);
    await watch(made);
    expect(made.queues.notices.sent).toEqual([]);
  });

  it.each(['kill', 'killAfter'] as const)(
    'of a process that dies while it sends (%s) goes out all the same',
    async (kind) => {
      const { made, profile, message } = await waiting();
      const functions = host(made);
      const notice = { queue: 'notices' as const, poison: false, message };
      made.failing.fault = { at: await callThatSends(), kind };
      await functions.handle(notice);
      made.failing.fault = undefined;
      expect(await incidentsOf(made, profile)).toEqual(['held open, mail sending']);
      made.later(15);
      await watch(made);
      await functions.drain();
      expect(mailsOf(made)).toHaveLength(1);
      expect(await incidentsOf(made, profile)).toEqual(['held open, mail sent']);
    },
  );

  it('about the end is sent again as well', async () => {
    const { made, profile, message } = await waiting();
    await sendNotice(made.ports(), message);
    const { incidents } = made.ports();
    const [incident] = await incidents.list(profile);
    const closed = incident && (await incidents.close(incident, new Date(made.now), 'waiting'));
    if (closed) await incidents.markMail(closed, 'closed', 'sending', new Date(made.now));
    made.later(15);
    await watch(made);
    await host(made).drain();
    expect(mailsOf(made)).toEqual(['a deletion waits for your release', 'over: a deletion waits for your release']);
  });
});
