import type { Tenant, TenantContact } from '../../../local/tenant/tenant.ts';
import { contact, folder, TENANT_ID, user, userId } from '../../contract/graph-simulator/tenant-fixture.ts';

export const ANNA = 'anna@contoso.example';
export const BERT = 'bert@contoso.example';
/** Has a mailbox but no account on the phone system. */
export const CARLA = 'carla@contoso.example';
/** The shared mailbox. */
export const OFFICE = 'office@contoso.example';
export const TEAM = 'aaaaaaaa-0000-4000-8000-000000000001';

const addressSet = '{00062004-0000-0000-c000-000000000046}';

/** A contact in which each of the 41 fields has a value of its own. */
export const richContact: TenantContact = {
  properties: {
    title: 'Dr.',
    givenName: 'Rosa',
    middleName: 'Maria',
    surname: 'Reich',
    generation: 'jun.',
    displayName: 'Rosa "Rosi" Reich & {{Söhne}}',
    initials: 'RMR',
    nickName: 'Rosi',
    birthday: '1964-02-29T11:59:00Z',
    companyName: 'Reich <Bau> GmbH',
    jobTitle: 'Bauleiterin',
    department: 'Hochbau',
    officeLocation: 'Raum 2.14',
    businessHomePage: 'https://reich.example/?a=1&b=2',
    spouseName: 'Günther Reich',
    fileAs: 'Reich, Rosa',
    businessPhones: ['+49 841 9100-10', '+49 841 9100-11'],
    homePhones: ['+49 841 9100-20', '+49 841 9100-21'],
    mobilePhone: '+49 171 3920099',
    emailAddresses: ['rosa@reich.example', 'bau@reich.example', 'rosi@privat.example'].map((address) => ({
      address,
      name: 'Rosa Reich',
    })),
    imAddresses: ['sip:rosa@reich.example', 'xmpp:rosa@reich.example', 'im:rosi'],
    homeAddress: { street: 'Klosterberg 1a', postalCode: '85072', city: 'Eichstätt' },
    businessAddress: {
      street: 'Am Park 7\nHaus B',
      postalCode: '85049',
      city: 'Ingolstadt',
      state: 'Bayern',
      countryOrRegion: 'Deutschland',
    },
    otherAddress: { street: 'Lagerweg 9', postalCode: '85077', city: 'Manching' },
  },
  extended: {
    [`Integer ${addressSet} Id 0x8022`]: '2',
    [`Integer ${addressSet} Id 0x8006`]: '32791',
    'SystemTime 0x3a41': '1992-06-20T11:59:00Z',
    'String 0x3a2e': '+49 841 9100-30',
    'String 0x3a24': '+49 841 9100-99',
    'String 0x3a57': '+49 841 9100-0',
    'String 0x3a25': '+49 841 9100-98',
    'String 0x3a23': '+49 841 9100-97',
    'String 0x3a1f': '+49 841 9100-40',
    'String 0x3a21': '+49 841 9100-50',
    'String 0x3a1d': '+49 841 9100-60',
  },
};

/** What each of the 41 fields must be in the book. */
export const richFields: Readonly<Record<string, string>> = {
  DisplayName: 'Rosa "Rosi" Reich & {{Söhne}}',
  Initials: 'RMR',
  GivenName: 'Rosa',
  Surname: 'Reich',
  MiddleName: 'Maria',
  NickName: 'Rosi',
  CompleteName: 'Dr. Rosa Maria Reich jun.',
  Birthday: '1964-02-29',
  Generation: 'jun.',
  CompanyName: 'Reich <Bau> GmbH',
  JobTitle: 'Bauleiterin',
  Department: 'Hochbau',
  OfficeLocation: 'Raum 2.14',
  BusinessHomePage: 'https://reich.example/?a=1&b=2',
  PostalAddressIndex: '2',
  SpouseName: 'Günther Reich',
  WeddingAnniversary: '1992-06-20',
  FileAs: 'Reich, Rosa',
  FileAsMapping: '32791',
  PhoneNumbers_AssistantPhone: '+49 841 9100-30',
  PhoneNumbers_BusinessFax: '+49 841 9100-99',
  PhoneNumbers_BusinessPhone: '+49 841 9100-10',
  PhoneNumbers_BusinessPhone2: '+49 841 9100-11',
  PhoneNumbers_CompanyMainPhone: '+49 841 9100-0',
  PhoneNumbers_HomeFax: '+49 841 9100-98',
  PhoneNumbers_HomePhone: '+49 841 9100-20',
  PhoneNumbers_HomePhone2: '+49 841 9100-21',
  PhoneNumbers_MobilePhone: '+49 171 3920099',
  PhoneNumbers_OtherFax: '+49 841 9100-97',
  PhoneNumbers_OtherTelephone: '+49 841 9100-40',
  PhoneNumbers_Pager: '+49 841 9100-50',
  PhoneNumbers_RadioPhone: '+49 841 9100-60',
  EmailAddresses_EmailAddress1: 'rosa@reich.example',
  EmailAddresses_EmailAddress2: 'bau@reich.example',
  EmailAddresses_EmailAddress3: 'rosi@privat.example',
  PhysicalAddresses_Home: 'Klosterberg 1a, 85072 Eichstätt',
  PhysicalAddresses_Business: 'Am Park 7, Haus B, 85049 Ingolstadt, Bayern, Deutschland',
  PhysicalAddresses_Other: 'Lagerweg 9, 85077 Manching',
  ImAddresses_ImAddress1: 'sip:rosa@reich.example',
  ImAddresses_ImAddress2: 'xmpp:rosa@reich.example',
  ImAddresses_ImAddress3: 'im:rosi',
};

/** So many contacts with numbers of their own, some of them with a fax number, which Graph has as an extended property only. */
export function people(first: number, count: number): TenantContact[] {
  return Array.from({ length: count }, (_, position) => {
    const one = contact(first + position, { businessPhones: [`+49841${String(first + position).padStart(6, '7')}`] });
    return position % 5 === 0 ? { ...one, extended: { 'String 0x3a24': `+4984155${first + position}` } } : one;
  });
}

/**
 * An office: Anna has the rich contact, 24 more and the folder Suppliers (4) with North (1) below it, Bert 12, Carla 3, the shared
 * mailbox 8 and the folder Leads (5). `scale` multiplies how many each folder has.
 */
export function office(scale = 1): Tenant {
  const box = (contacts: TenantContact[], folders: ReturnType<typeof folder>[] = []) => ({
    contacts: folder('Contacts', contacts, folders),
    calendar: undefined,
  });
  const suppliers = folder('Suppliers', people(2000, 4 * scale), [folder('North', people(2900, scale))]);
  return {
    id: TENANT_ID,
    domain: 'contoso.example',
    users: [
      user(1, ANNA, {
        givenName: 'Anna',
        surname: 'Arndt',
        businessPhones: ['+49841880011'],
        faxNumber: '+49841880091',
      }),
      user(2, BERT, { givenName: 'Bert', surname: 'Brand', mobilePhone: '+491713344556', companyName: 'Contoso' }),
      user(3, CARLA),
      user(4, OFFICE, { userPurpose: 'shared', accountEnabled: false }),
      user(5, 'gast@contoso.example', { userType: 'Guest' }),
    ],
    groups: [{ id: TEAM, displayName: 'Team', members: [userId(1), userId(2)] }],
    organisationContacts: [
      {
        id: 'cccccccc-0000-4000-8000-000000000001',
        displayName: 'Partner One',
        companyName: 'Partner AG',
        mail: 'one@partner.example',
        phones: [{ type: 'business', number: '+494012345671' }],
      },
    ],
    mailboxes: new Map([
      [userId(1), box([richContact, ...people(1000, 24 * scale)], [suppliers])],
      [userId(2), box(people(3000, 12 * scale))],
      [userId(3), box(people(4000, 3))],
      [userId(4), box(people(5000, 8 * scale), [folder('Leads', people(5900, 5 * scale))])],
    ]),
  };
}
