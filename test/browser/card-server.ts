import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { cardSchema, type CardBody } from '../../shared/cards/card.ts';
import { cardNotFoundPage, cardPage, type CardPage, type Page } from '../../shared/cards/page/card-page.ts';
import { languageOf } from '../../shared/cards/page/language.ts';
import { visitorFaults } from '../../shared/cards/page/visitor-faults.ts';
import { cardsProfileSchema } from '../../shared/profiles/cards-profile.ts';

/** A form as it arrived. */
export interface SentForm {
  origin: string | undefined;
  type: string | undefined;
  fields: Record<string, string>;
}

/** Serves the pages of one card on this machine, and keeps the forms that it is sent. */
export interface CardServer {
  address: string;
  sent: SentForm[];
  close(): void;
}

const profile = cardsProfileSchema.parse({
  ...{ kind: 'cards', name: 'Sales', connectionId: 'demo', privacyUrl: 'https://www.example.org/privacy' },
});
const owner: CardBody = cardSchema.parse({
  ...{ owner: 'anna@example.org', displayName: 'Anna-Katharina Müller', title: 'Leiterin Vertrieb' },
  ...{ company: 'Muster & Söhne GmbH', email: 'anna-katharina.mueller@muster-soehne.example' },
  ...{ phone: '+49 841 123456-78', mobile: '+49 170 1234567', website: 'https://www.muster-soehne.example/team/' },
});

/** The form of this address has faults, whatever is sent: what a browser would have refused itself does not arrive. */
const alwaysWrong = ['/email', '/website', '/consent'].map((pointer) => ({ pointer, detail: 'is wrong' }));

/** Starts it at a free port; `body` is what the card has that others have not. */
export async function serveCard(body: Partial<CardBody> = {}): Promise<CardServer> {
  const sent: SentForm[] = [];
  const card = { id: 'sales-4fd0', siteKey: 'site-1', body: { ...owner, ...body } };
  const server = createServer((request, response) => {
    void answer(request, card, sent).then(({ html, headers }) => response.writeHead(200, headers).end(html));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { address: `http://127.0.0.1:${portOf(server)}`, sent, close: () => server.close() };
}

async function answer(request: IncomingMessage, card: CardPage['card'], sent: SentForm[]): Promise<Page> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const language = languageOf(request.headers['accept-language'], searchParams.get('language') ?? undefined);
  const page = { card, profile, language, token: 'token-1' };
  if (pathname === `/api/cards/${card.id}`) return cardPage(page);
  if (pathname === '/faulty') return cardPage({ ...page, ...faulty(language) });
  if (pathname !== `/api/connect/${card.id}` || request.method !== 'POST') return cardNotFoundPage(language);
  const fields = Object.fromEntries(new URLSearchParams(await text(request)));
  sent.push({ origin: request.headers.origin, type: request.headers['content-type'], fields });
  return cardPage({ ...page, outcome: 'sent' });
}

function faulty(language: CardPage['language']): Pick<CardPage, 'values' | 'faults'> {
  const values = { firstName: 'Ben', lastName: 'Berg', email: 'ben@', website: 'nope', note: 'Hallo' };
  return { values, faults: visitorFaults(alwaysWrong, values, language) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}
