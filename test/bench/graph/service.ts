import { z } from 'zod';
import { answeredAfter, type HttpAnswer, type HttpRequest } from '../processes/serve-http.ts';
import { eventText, eventsBetween } from './calendar.ts';
import { noGraphCounts, type GraphCounts } from './counts.ts';
import { graphOrigin, linkTo } from './link.ts';
import { askedBy, contactText, foldersText, pageBody, placesOf, textsAt, userText } from './render.ts';
import type { FakeFolder, FakeMailbox, RenderedPage, World } from './world.ts';
import { createdText } from './written.ts';

/** Requests that Exchange serves at a time for one application and mailbox; a batch runs up to as many of its parts at once. */
const requestsPerMailbox = 4;
const largestDeltaPage = 200;

const throttledAnswer: HttpAnswer = {
  status: 429,
  headers: { 'retry-after': '1' },
  body: '{"error":{"code":"ApplicationThrottled"}}',
};

const batchSchema = z.object({ requests: z.array(z.object({ id: z.string(), url: z.string() })) });

/** Microsoft Graph as far as reading contacts and calendars and writing contacts needs it. */
export class GraphService {
  readonly #world: World;
  counts: GraphCounts = noGraphCounts();
  latencyMs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const { url } = request;
    this.counts.requests += 1;
    const answer = await (url.pathname === '/v1.0/$batch'
      ? this.#batch(request)
      : this.#within(this.#mailboxOf(url), 1, () =>
          request.method === 'GET' ? this.#one(url, request.headers.prefer) : this.#write(request),
        ));
    this.counts.bytes += Buffer.byteLength(answer.body ?? '');
    return answer;
  }

  async #batch({ body }: HttpRequest): Promise<HttpAnswer> {
    const { requests } = batchSchema.parse(JSON.parse(body));
    const urls = requests.map(({ url }) => new URL(`/v1.0${url}`, graphOrigin));
    this.counts.batches += 1;
    this.counts.parts += urls.length;
    const mailbox = urls[0] && this.#mailboxOf(urls[0]);
    const lanes = Math.min(requestsPerMailbox, urls.length);
    return this.#within(mailbox, lanes, () => {
      const responses = urls.map((url, index) => {
        const { status, body: part = '{}' } = this.#one(url, undefined);
        return `{"id":${JSON.stringify(requests[index]?.id)},"status":${status},"headers":{},"body":${part.toString()}}`;
      });
      return { status: 200, body: `{"responses":[${responses.join(',')}]}` };
    });
  }

  #mailboxOf(url: URL): FakeMailbox | undefined {
    return this.#world.mailboxes.get(url.pathname.split('/')[3] ?? '');
  }

  /** Answers 429 when the mailbox has too much in flight already. */
  async #within(mailbox: FakeMailbox | undefined, lanes: number, work: () => HttpAnswer): Promise<HttpAnswer> {
    if (!mailbox) return answeredAfter(this.latencyMs, work);
    mailbox.inFlight += lanes;
    this.counts.mostInFlight = Math.max(this.counts.mostInFlight, mailbox.inFlight);
    try {
      const throttled = mailbox.inFlight > requestsPerMailbox;
      if (throttled) this.counts.throttled += 1;
      return await answeredAfter(this.latencyMs, () =>
        throttled ? throttledAnswer : { ...work(), headers: { 'content-type': 'application/json' } },
      );
    } finally {
      mailbox.inFlight -= lanes;
    }
  }

  #one(url: URL, prefer: HttpRequest['headers'][string]): HttpAnswer {
    const [, , users, id, ...rest] = url.pathname.split('/').map(decodeURIComponent);
    if (users !== 'users') return this.#unknown(url);
    if (id === undefined) return this.#users(url);
    const mailbox = this.#world.mailboxes.get(id);
    if (!mailbox) return this.#unknown(url);
    const [kind, folderId, under, ...deeper] = rest;
    if (kind === undefined) return { status: 200, body: userText(id) };
    if (kind === 'mailboxSettings') return { status: 200, body: '{"timeZone":"W. Europe Standard Time"}' };
    if (kind === 'calendarView') return this.#calendar(mailbox, url);
    if (kind === 'contactFolders' && (folderId === undefined || under === 'childFolders')) {
      return { status: 200, body: foldersText(mailbox, folderId) };
    }
    const inDefault = kind === 'contacts';
    const folder = mailbox.folders.get(inDefault ? 'default' : (folderId ?? ''));
    const what = inDefault ? folderId : deeper[0];
    if (!folder || (!inDefault && under !== 'contacts')) return this.#unknown(url);
    // A tag is only looked up after something went wrong, and nothing does here.
    if (url.searchParams.has('$filter')) return this.#unknown(url);
    if (what === undefined) return this.#list(mailbox, folder, url);
    return what === 'delta'
      ? this.#delta(mailbox, folder, url, String(prefer ?? ''))
      : this.#contact(mailbox, folder, url, what);
  }

  /** Takes a new contact, or changes of one, and forgets them: no figure reads them again. */
  #write({ method, url, body }: HttpRequest): HttpAnswer {
    const [, , users, id = '', contacts, contact, ...more] = url.pathname.split('/').map(decodeURIComponent);
    const isKnown = users === 'users' && this.#world.mailboxes.has(id) && contacts === 'contacts' && more.length === 0;
    if (isKnown && method === 'POST' && contact === undefined) {
      this.counts.created += 1;
      return { status: 201, body: createdText(body, this.counts.created) };
    }
    if (isKnown && method === 'PATCH' && contact !== undefined) {
      this.counts.completed += 1;
      return { status: 200, body: createdText(body, this.counts.completed) };
    }
    return this.#unknown(url);
  }

  /** The events that touch a window, in order of their start. */
  #calendar({ id, events }: FakeMailbox, url: URL): HttpAnswer {
    const query = url.searchParams;
    const select = query.get('$select')?.split(',') ?? [];
    const found = eventsBetween(events, query.get('startDateTime') ?? '', query.get('endDateTime') ?? '');
    const start = Number(query.get('$skip') ?? '0');
    const end = start + Number(query.get('$top') ?? '10');
    const texts = found.slice(start, end).map((event) => eventText(id, event, select));
    this.counts.items += texts.length;
    const link = end < found.length ? { '@odata.nextLink': linkTo(url, '$skip', end) } : {};
    return { status: 200, body: pageBody(texts, link) };
  }

  #users(url: URL): HttpAnswer {
    const ids = [...this.#world.mailboxes.keys()];
    const start = Number(url.searchParams.get('$skiptoken') ?? '0');
    const end = start + Number(url.searchParams.get('$top') ?? '100');
    const link = end < ids.length ? { '@odata.nextLink': linkTo(url, '$skiptoken', end) } : {};
    return { status: 200, body: pageBody(ids.slice(start, end).map(userText), link) };
  }

  #list(mailbox: FakeMailbox, folder: FakeFolder, url: URL): HttpAnswer {
    const start = Number(url.searchParams.get('$skip') ?? '0');
    const end = start + Number(url.searchParams.get('$top') ?? '10');
    return this.#page(folder, url.search, () => {
      const all = placesOf(folder);
      const texts = textsAt(this.#world, mailbox, folder, all.slice(start, end), askedBy(url.searchParams));
      const link = end < all.length ? { '@odata.nextLink': linkTo(url, '$skip', end) } : {};
      return { body: pageBody(texts, link), items: texts.length };
    });
  }

  /** Tokens: a change link names the length of the log it saw; a page link where it starts, and from and to where in the log. */
  #delta(mailbox: FakeMailbox, folder: FakeFolder, url: URL, prefer: string): HttpAnswer {
    const skip = url.searchParams.get('$skiptoken')?.split('.');
    const [start = '0', since = url.searchParams.get('$deltatoken') ?? '', until = folder.log.length] = skip ?? [];
    const size = Math.min(largestDeltaPage, Number(/maxpagesize=(\d+)/.exec(prefer)?.[1] ?? '10'));
    return this.#page(folder, `${url.search} ${size}`, () => {
      const all = since === '' ? placesOf(folder) : [...new Set(folder.log.slice(Number(since), Number(until)))];
      const end = Number(start) + size;
      const texts = textsAt(this.#world, mailbox, folder, all.slice(Number(start), end), askedBy(url.searchParams));
      const link =
        end < all.length
          ? { '@odata.nextLink': linkTo(url, '$skiptoken', `${end}.${since}.${until}`) }
          : { '@odata.deltaLink': linkTo(url, '$deltatoken', until) };
      return { body: pageBody(texts, link), items: texts.length };
    });
  }

  #contact(mailbox: FakeMailbox, folder: FakeFolder, url: URL, id: string): HttpAnswer {
    const place = this.#world.placeOf(mailbox, folder, id);
    if (place === undefined) return { status: 404, body: '{"error":{"code":"ErrorItemNotFound"}}' };
    return { status: 200, body: contactText(this.#world.contact(mailbox, folder, place), askedBy(url.searchParams)) };
  }

  /** A page from the cache, so that making contacts up does not limit what is measured. */
  #page(folder: FakeFolder, name: string, render: () => RenderedPage): HttpAnswer {
    let page = folder.pages.get(name);
    if (!page) folder.pages.set(name, (page = render()));
    this.counts.items += page.items;
    return { status: 200, body: page.body };
  }

  #unknown(url: URL): HttpAnswer {
    this.counts.unknown.push(url.pathname);
    return { status: 404, body: '{"error":{"code":"UnknownPath"}}' };
  }
}
