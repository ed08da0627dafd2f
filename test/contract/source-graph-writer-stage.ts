import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startGraphSimulator } from '../../local/graph-simulator/simulator.ts';
import type { GraphSimulator } from '../../local/graph-simulator/simulator.ts';
import type { ContactSight } from '../../local/graph-simulator/control/mailbox-edits.ts';
import type { SimulatorControl } from '../../local/graph-simulator/control/simulator-control.ts';
import type { ContactDraft, ExistingContact } from '../../shared/contacts/contact-draft.ts';
import { openGraphSource } from '../../shared/source/graph/graph-source.ts';
import type { GraphSourceOptions } from '../../shared/source/graph/graph-source.ts';
import type { ContactWriter } from '../../shared/source/contact-writer.ts';
import { defaultFolderId } from '../../shared/source/source.ts';
import type { Source } from '../../shared/source/source.ts';
import { OPENAPI_PATH } from './graph-simulator/harness.ts';
import { BOB, TENANT_ID, smallTenant, userId } from './graph-simulator/tenant-fixture.ts';
import { simulatorOptions } from './source-graph-options.ts';
import { trust } from './trust.ts';

export const tag = '0123456789abcdef0123456789abcdef';
/** Bob's default folder. */
export const home = { mailbox: userId(2), folder: defaultFolderId };
export const nobody: ContactDraft = {
  givenName: '',
  surname: '',
  displayName: '',
  companyName: '',
  jobTitle: '',
  email: '',
  businessPhone: '',
  mobilePhone: '',
  website: '',
  street: '',
  postalCode: '',
  city: '',
  country: '',
  notes: '',
  categories: [],
};
/** Every field, in letters that something on the way may take for its own. */
export const jana: ContactDraft = {
  givenName: 'Jána',
  surname: 'Größler-Müller',
  displayName: "Dr. Jána O'Größler 🦊",
  companyName: 'Fuchs & Söhne GmbH + Co. KG',
  jobTitle: 'Geschäftsführerin <CEO>',
  email: 'Jana.O_Groessler+card@fuchs.example',
  businessPhone: '0841 / 123-45',
  mobilePhone: '+49 (170) 1234567',
  website: 'https://fuchs.example/?a=1&b=2#x',
  street: 'Am Markt 1\nHinterhaus',
  postalCode: '85049',
  city: 'Ingolstadt',
  country: 'Österreich',
  notes: 'Met at the fair.\r\n\r\n“Call back” 📞 — {{{x}}} %00 \\n',
  categories: ['Business card', 'Messe 🎪'],
};

let simulator: GraphSimulator | undefined;

/** Starts a simulator for a suite; Bob's mailbox is empty before each of its tests, and no request may be unlike Graph's. */
export function stageWriter(): void {
  let distrust: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    simulator = await startGraphSimulator({ tenant: smallTenant(), openapiPath: OPENAPI_PATH });
    distrust = trust(simulator);
  });
  afterAll(async () => {
    await distrust?.();
    await simulator?.close();
  });
  beforeEach(() => {
    control().clearFaults();
    control().emptyMailbox(BOB);
    control().resetRequests();
  });
  afterEach(() => {
    expect(control().violations).toEqual([]);
  });
}

export function started(): GraphSimulator {
  if (simulator === undefined) throw new Error('the stage is not set');
  return simulator;
}

export function control(): SimulatorControl {
  return started().control;
}

export function open(more: Partial<GraphSourceOptions> = {}): Source & ContactWriter {
  return openGraphSource({ ...simulatorOptions(started(), TENANT_ID), ...more });
}

export function inBob(): ContactSight[] {
  return control().contacts(BOB);
}

/** Bob's one contact, made of Jana's draft. */
export async function created(): Promise<ContactSight> {
  await open().createContact(home, jana, tag);
  const [contact] = inBob();
  if (contact === undefined) throw new Error('There is no contact.');
  return contact;
}

/** Adds a contact as Bob does in Outlook; answers its id. */
export function addContact(properties: Record<string, unknown>, folder?: string): string {
  return control().addContact(BOB, { properties }, folder).id;
}

export async function existing(email: string): Promise<ExistingContact> {
  const [found] = await open().contactsLike(home, { email, phones: [] });
  if (found === undefined) throw new Error(`Nobody has the address ${email}.`);
  return found;
}
