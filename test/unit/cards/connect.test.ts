import { describe, expect, it } from 'vitest';
import { connectFromPage, connectFromPlatform, openConnect } from '../../../shared/cards/connect.ts';
import { consentVersion } from '../../../shared/cards/consent.ts';
import { formToken } from '../../../shared/cards/form-token.ts';
import { pageInputSchema, platformInputSchema } from '../../../shared/cards/visitor-input.ts';
import { ofKind } from '../../../shared/profiles/profile.ts';
import { installation } from './world/installation.ts';

const entered = { firstName: 'Vera', lastName: 'Müßig', email: 'vera@example.org' };
const address = '198.51.100.7';

async function card() {
  const made = installation();
  await made.addProfile('aa');
  const mine = await made.addCard('aa', 'anna');
  const open = await made.open(mine);
  const issued = (ago: number, consent = consentVersion(open.profile.body), id = mine.id): string =>
    formToken({ card: id, consent, issuedAt: new Date(made.time.now - ago * 1000) }, made.ports().cardKeys.form);
  const press = (changes: Record<string, unknown> = {}): Promise<string> => {
    const input = { ...entered, siteKey: mine.siteKey, token: issued(60), consent: true, ...changes };
    return connectFromPage(made.ports(), open, pageInputSchema.parse(input), {
      address,
      language: 'en',
      key: undefined,
    });
  };
  return { made, mine, open, issued, press };
}

describe('a page', () => {
  it('has its submission stored, ordered and consented to before it is answered', async () => {
    const { made, press } = await card();
    const id = await press();
    expect(await made.ports().submissions.get('aa', id)).toMatchObject({
      ...{ from: 'page', language: 'en', visitor: entered },
      consent: {
        text: 'I agree that anna stores what I have entered in order to stay in touch with me. I can withdraw this at any time.',
      },
      targets: [{ role: 'owner', mailbox: 'id-anna', state: 'waiting' }],
    });
    expect(made.queues.submissions.sent).toMatchObject([{ message: { submission: id } }]);
  });

  it('that fills in what people do not see is answered likewise, and stores nothing', async () => {
    const { made, press } = await card();
    const real = await press();
    const before = JSON.stringify(await made.rows('aa'));
    const trapped = await press({ homepage2: 'https://spam.example' });
    expect(trapped).toMatch(/^[0-9a-f]{32}$/);
    expect([trapped.length, trapped.slice(0, 6)]).toEqual([real.length, real.slice(0, 6)]);
    expect(trapped).not.toBe(real);
    expect(JSON.stringify(await made.rows('aa'))).toBe(before);
    expect(made.queues.submissions.sent).toHaveLength(1);
  });

  it('is refused without the site key, a token of this card, in time, or the consent that stands there', async () => {
    const { made, press, issued, open } = await card();
    const wrong = [
      { siteKey: 'other' },
      { token: 'x' },
      { token: issued(60, undefined, 'aa-other') },
      { token: issued(2) },
      { token: issued(-60) },
      { token: issued(86_401) },
      { token: issued(60, 'other') },
    ];
    for (const changes of wrong) await expect(press(changes)).rejects.toMatchObject({ kind: 'invalid' });
    expect(await made.rows('aa')).toEqual([]);
    expect(open.profile.id).toBe('aa');
  });

  it('keeps no address in any row', async () => {
    const { made, press } = await card();
    await press();
    expect(JSON.stringify(await made.rows('aa'))).not.toContain(address);
  });

  it('is answered although the order is lost, because the watch finds it', async () => {
    const { made, press } = await card();
    const { send } = made.queues.submissions;
    made.queues.submissions.send = () => Promise.reject(new Error('The queue is away.'));
    const id = await press();
    made.queues.submissions.send = send;
    const [open] = await made.ports().submissions.overdue('aa', new Date(made.time.now + 1000));
    expect(open?.id).toBe(id);
  });
});

describe('a platform', () => {
  it('may name the owner, but no other than that of the card', async () => {
    const { made, open } = await card();
    const press = (owner: string): Promise<string> =>
      connectFromPlatform(made.ports(), open, platformInputSchema.parse({ ...entered, owner }), `k${owner}`);
    for (const owner of ['', 'anna@contoso.com', 'ANNA@Contoso.com', 'id-anna']) await press(owner);
    for (const owner of ['ben@contoso.com', 'anna', 'anna@contoso.com.example'])
      await expect(press(owner)).rejects.toMatchObject({ faults: [{ pointer: '/owner' }] });
  });
});

describe('a card', () => {
  it('that is unknown, switched off, or of an inactive team is not there, in the same words', async () => {
    const { made, mine } = await card();
    const { cards, profiles } = made.ports();
    const refusal = (id: string): Promise<string> => openConnect(made.ports(), id).then(() => 'there', String);
    const words = [await refusal('aa-unknown'), await refusal('nonsense'), await refusal(''), await refusal('zz-1')];
    const off = await cards.replace(mine, { ...mine.body, connectEnabled: false }, 'id-anna', new Date());
    words.push(await refusal(mine.id));
    await cards.replace(off, mine.body, 'id-anna', new Date());
    expect(await refusal(mine.id)).toBe('there');
    const profile = ofKind(await profiles.get('aa'), 'cards');
    await profiles.replace(profile, { ...profile.body, status: 'inactive' }, new Date());
    words.push(await refusal(mine.id));
    expect(new Set(words).size).toBe(1);
  });
});
