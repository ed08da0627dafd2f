import { z } from 'zod';
import { emailAddress, lineText, nameText } from '../http/text.ts';
import { mailboxAddress } from '../profiles/mailbox-address.ts';

const largestPhoto = 96 * 1024;

/** Where a visitor's page may be: a scheme and a host, with a port where it is not the usual one. */
const origin = z
  .string()
  .max(300)
  .refine(isOrigin, 'must be the origin of a page, such as https://www.example.org, without a path');

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  // Anything else could mean more than one host where the list stands in a header of the page.
  if (!/^[a-z0-9.-]+$/.test(url.hostname)) return false;
  const local = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  return url.origin === text && (url.protocol === 'https:' || local);
}

const photo = z
  .strictObject({
    type: z.enum(['image/jpeg', 'image/png']),
    data: z.base64().min(4).max(largestPhoto),
  })
  .meta({ description: 'A JPEG or PNG in base64, at most 72 KB.' });

/** What a card is saved with. */
export const cardSchema = z
  .strictObject({
    owner: mailboxAddress.meta({ description: "The owner's mailbox; kept by its directory object id." }),
    displayName: nameText(120),
    title: lineText(120).default(''),
    company: lineText(120).default(''),
    email: emailAddress.optional(),
    phone: lineText(60).default(''),
    mobile: lineText(60).default(''),
    website: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional(),
    photo: photo.optional(),
    connectEnabled: z.boolean().default(true).meta({ description: 'Whether the card has the Connect button.' }),
    origins: z.array(origin).max(20).default([]).meta({
      description: 'Origins of pages that may send the form; the page of the card itself always may.',
    }),
  })
  .meta({ id: 'CardBody' });

export type CardBody = z.infer<typeof cardSchema>;

/** A card as stored. */
export interface Card {
  /** `<profile>-<128 random bits in base64url>`: who does not know it cannot guess it. */
  id: string;
  profile: string;
  body: CardBody;
  /** Directory object id of the owner's mailbox. */
  ownerMailbox: string;
  /** Sent along by pages; it identifies and proves nothing. */
  siteKey: string;
  createdAt: string;
  updatedAt: string;
  etag: string;
}

/** A card as the API answers it. */
export const cardViewSchema = z
  .strictObject({
    id: z.string(),
    card: cardSchema,
    ownerMailbox: z.string(),
    siteKey: z.string(),
    page: z.string().meta({ description: 'The path of its page.' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Card' });

export function cardView({
  id,
  body,
  ownerMailbox,
  siteKey,
  createdAt,
  updatedAt,
}: Card): z.infer<typeof cardViewSchema> {
  return { id, card: body, ownerMailbox, siteKey, page: `/api/cards/${id}`, createdAt, updatedAt };
}
