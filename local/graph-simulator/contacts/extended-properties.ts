import { GraphError } from '../graph/errors.ts';
import type { EmailAddress, PhysicalAddress, TextProperty } from './contact-body.ts';
import { extendedPropertyType } from './extended-property-id.ts';
import type { ContactContent, ContactProperties, Slots } from './stored-contact.ts';

/** A native property that Exchange keeps in the MAPI property with a given extended id (graph.md, section 3). */
interface Twin {
  read(properties: ContactProperties): string | null | undefined;
  write(properties: ContactProperties, value: string | null): void;
}

const address = '{00062004-0000-0000-c000-000000000046}';
const airSync = '{71035549-0739-4dcb-9163-00f0580dbbdf}';
const twins = new Map<string, Twin>();

function text(id: string, name: TextProperty): void {
  twins.set(id, {
    read: (properties) => properties[name],
    write: (properties, value) => {
      properties[name] = value;
    },
  });
}

function slot(id: string, name: 'businessPhones' | 'homePhones' | 'imAddresses', index: number): void {
  twins.set(id, {
    read: (properties) => properties[name]?.[index],
    write: (properties, value) => {
      properties[name] = withSlot(properties[name], index, value);
    },
  });
}

function email(id: string, index: number, part: keyof EmailAddress): void {
  twins.set(id, {
    read: (properties) => properties.emailAddresses?.[index]?.[part],
    write: (properties, value) => {
      const changed = { ...properties.emailAddresses?.[index], [part]: value };
      properties.emailAddresses = withSlot(properties.emailAddresses, index, changed);
    },
  });
}

function place(
  id: string,
  name: 'homeAddress' | 'businessAddress' | 'otherAddress',
  part: keyof PhysicalAddress,
): void {
  twins.set(id, {
    read: (properties) => properties[name]?.[part],
    write: (properties, value) => {
      properties[name] = { ...properties[name], [part]: value };
    },
  });
}

function withSlot<T>(slots: Slots<T> | undefined, index: number, value: T | null): Slots<T> {
  const changed = [...(slots ?? [])];
  while (changed.length <= index) changed.push(null);
  changed[index] = value;
  return changed;
}

text('String 0x3001', 'displayName');
text('String 0x3a0a', 'initials');
text('String 0x3a06', 'givenName');
text('String 0x3a11', 'surname');
text('String 0x3a44', 'middleName');
text('String 0x3a4f', 'nickName');
text('String 0x3a45', 'title');
text('String 0x3a05', 'generation');
text('String 0x3a16', 'companyName');
text('String 0x3a17', 'jobTitle');
text('String 0x3a18', 'department');
text('String 0x3a19', 'officeLocation');
text('String 0x3a51', 'businessHomePage');
text('String 0x3a48', 'spouseName');
text('String 0x3a1c', 'mobilePhone');
text(`String ${address} Id 0x8005`, 'fileAs');
slot('String 0x3a08', 'businessPhones', 0);
slot('String 0x3a1b', 'businessPhones', 1);
slot('String 0x3a09', 'homePhones', 0);
slot('String 0x3a2f', 'homePhones', 1);
slot(`String ${address} Id 0x8062`, 'imAddresses', 0);
slot(`String ${airSync} Name AirSync:IMAddress2`, 'imAddresses', 1);
slot(`String ${airSync} Name AirSync:IMAddress3`, 'imAddresses', 2);
for (const [index, base] of [0x8080, 0x8090, 0x80a0].entries()) {
  email(`String ${address} Id 0x${base.toString(16)}`, index, 'name');
  email(`String ${address} Id 0x${(base + 3).toString(16)}`, index, 'address');
}
for (const [index, part] of (['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const).entries()) {
  place(`String ${address} Id 0x${(0x8045 + index).toString(16)}`, 'businessAddress', part);
  place(`String 0x${(['3a5d', '3a59', '3a5c', '3a5b', '3a5a'] as const)[index] ?? ''}`, 'homeAddress', part);
  place(`String 0x${(['3a63', '3a5f', '3a62', '3a61', '3a60'] as const)[index] ?? ''}`, 'otherAddress', part);
}
twins.set('SystemTime 0x3a42', {
  read: (properties) => properties.birthday,
  write: (properties, value) => {
    properties.birthday = value;
  },
});

/** Value of an extended property by its normalised id, whether Graph has a property for it or not. */
export function readExtended(contact: ContactContent, id: string): string | undefined {
  return twins.get(id)?.read(contact.properties) ?? contact.extended[id];
}

/** Sets an extended property by its normalised id; null clears it. A wrong value for its type is a 400. */
export function writeExtended(contact: ContactContent, id: string, value: string | null): void {
  const checked = value === null ? null : checkedValue(id, value);
  const twin = twins.get(id);
  if (twin !== undefined) twin.write(contact.properties, checked);
  else if (checked === null) Reflect.deleteProperty(contact.extended, id);
  else contact.extended[id] = checked;
}

function checkedValue(id: string, value: string): string {
  const type = extendedPropertyType(id);
  if (type === 'SystemTime') {
    const time = new Date(value);
    if (!Number.isNaN(time.getTime())) return time.toISOString().replace(/\.000Z$/, 'Z');
  } else if (type === 'Integer' || type === 'Short') {
    if (/^-?\d+$/.test(value)) return value;
  } else if (type === 'Boolean') {
    if (/^(true|false)$/i.test(value)) return value.toLowerCase();
  } else return value;
  throw new GraphError(
    400,
    'ErrorInvalidExtendedProperty',
    `The value '${value}' does not fit extended property ${id}.`,
  );
}
