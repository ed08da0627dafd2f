/** Normalised ids of the contact properties that Graph v1.0 has no property for (graph.md 2.5 and 3). */
export const extendedIds = {
  callbackPhone: 'String 0x3a02',
  radioPhone: 'String 0x3a1d',
  otherPhone: 'String 0x3a1f',
  pager: 'String 0x3a21',
  otherFax: 'String 0x3a23',
  businessFax: 'String 0x3a24',
  homeFax: 'String 0x3a25',
  telex: 'String 0x3a2c',
  isdn: 'String 0x3a2d',
  assistantPhone: 'String 0x3a2e',
  anniversary: 'SystemTime 0x3a41',
  textTelephone: 'String 0x3a4b',
  personalHomePage: 'String 0x3a50',
  companyMainPhone: 'String 0x3a57',
  homePostBox: 'String 0x3a5e',
  otherPostBox: 'String 0x3a64',
  businessPostBox: 'String {00062004-0000-0000-c000-000000000046} Id 0x804a',
  fileAsMapping: 'Integer {00062004-0000-0000-c000-000000000046} Id 0x8006',
  mailingAddress: 'Integer {00062004-0000-0000-c000-000000000046} Id 0x8022',
} as const;

/** One of them. */
export type ExtendedId = (typeof extendedIds)[keyof typeof extendedIds];
