import { beforeAll, describe, expect, it } from 'vitest';
import {
  createCard,
  createTeam,
  pageBody,
  press,
  readForm,
  settledSubmission,
  taken,
  visitor,
  type Form,
  type MadeCard,
} from './stage/cards.ts';
import { ANNA, BERT, OFFICE, office } from './stage/office.ts';
import { createConnection } from './stage/setup.ts';
import { stage } from './stage/stage.ts';

const set = stage({ tenant: office(), environment: () => ({ PATCHBAY_RETRY_SECONDS: '1' }) });
let connection = '';
let profile = '';
let card: MadeCard;
let form: Form;

beforeAll(async () => {
  connection = await createConnection(set());
  profile = await createTeam(set(), connection);
  card = await createCard(set(), profile);
  form = await readForm(set(), card.id);
});

function contactsOf(mailbox: string) {
  return set().simulator.control.contacts(mailbox);
}

describe('the Connect button', () => {
  it('creates one contact at the owner, with every field, by one request', async () => {
    const before = contactsOf(ANNA).length;
    set().simulator.control.resetRequests();
    const reply = await press(set(), card.id, pageBody(form));
    expect(reply.status).toBe(202);
    const { id } = taken.parse(reply.json);
    const submission = await settledSubmission(set(), profile, id);
    expect(submission.targets).toMatchObject([{ role: 'owner', mailbox: card.ownerMailbox, state: 'created' }]);
    const [target] = submission.targets;
    const made = contactsOf(ANNA).find((contact) => contact.id === target?.contact);
    expect(made?.properties).toMatchObject({
      givenName: 'Jörg',
      surname: 'Müßig',
      displayName: 'Jörg Müßig',
      companyName: 'Müßig & Söhne',
      jobTitle: 'Geschäftsführer',
      emailAddresses: [{ address: 'joerg@muessig.example' }],
      businessPhones: ['+49841998870'],
      businessHomePage: 'https://www.muessig.example',
      businessAddress: {
        street: 'Am Anger 1',
        postalCode: '85049',
        city: 'Ingolstadt',
        countryOrRegion: 'Deutschland',
      },
      categories: ['Visitenkarte'],
    });
    expect(JSON.stringify(made)).toContain('0841 / 99 88-70');
    expect(JSON.stringify(made)).toContain('Bitte um Rückruf');
    expect(contactsOf(ANNA)).toHaveLength(before + 1);
    expect(set().simulator.control.requests.byMailbox[ANNA]).toBe(1);
  });

  it('answers a repeat with the same submission, and creates nothing more', async () => {
    const before = contactsOf(ANNA).length;
    const body = pageBody(form, { lastName: 'Wieder' });
    const replies = await Promise.all(Array.from({ length: 8 }, () => press(set(), card.id, body)));
    const ids = new Set(replies.map(({ json }) => taken.parse(json).id));
    expect(ids.size).toBe(1);
    await settledSubmission(set(), profile, [...ids][0] ?? '');
    expect(contactsOf(ANNA)).toHaveLength(before + 1);
  });

  it.each([
    ['additional', { mailbox: BERT }, [ANNA, BERT]],
    ['exclusive', { mailbox: OFFICE, mailboxMode: 'exclusive' }, [OFFICE]],
  ])('writes into the fixed mailbox as well, or only there: %s', async (_name, more, mailboxes) => {
    const team = await createTeam(set(), connection, more);
    const made = await createCard(set(), team);
    const before = [ANNA, BERT, OFFICE].map((mailbox) => contactsOf(mailbox).length);
    const reply = await press(set(), made.id, pageBody(await readForm(set(), made.id), visitor));
    const submission = await settledSubmission(set(), team, taken.parse(reply.json).id);
    expect(submission.targets.map(({ state }) => state)).toEqual(mailboxes.map(() => 'created'));
    const grown = [ANNA, BERT, OFFICE].filter(
      (mailbox, index) => contactsOf(mailbox).length === (before[index] ?? 0) + 1,
    );
    expect(grown).toEqual(mailboxes);
  });
});
