import { z } from 'zod';
import type { Contact, ContactValues } from '../../contacts/contact.ts';
import { normalisedExtendedId } from './extended-id.ts';
import type { ContactPlan } from './plan.ts';
import { isJsonObject, textOf } from './values.ts';
import type { JsonObject } from './values.ts';
import { fingerprint, versionFromETag } from './version.ts';

/** An item of Graph: an object with an id. Its properties are read one by one, each by the reader of its field. */
export interface GraphItem extends JsonObject {
  id: string;
}

function isGraphItem(value: unknown): value is GraphItem {
  return isJsonObject(value) && typeof value.id === 'string' && value.id !== '';
}

/**
 * A guard instead of a schema of 40 properties: a first read parses every contact of an organisation here, and zod copying
 * each of them costs half as much again as JSON.parse (measured: 670 against 43 nanoseconds per item).
 */
export const graphItem = z.custom<GraphItem>(isGraphItem);

/** A personal contact as Graph sends it, in our shape; whatever a property holds, this does not throw. */
export function fromGraphContact(item: GraphItem, plan: ContactPlan): Contact {
  const values: ContactValues = {};
  for (const { field, read } of plan.native) {
    const value = read(item);
    if (value !== undefined) values[field] = value;
  }
  if (plan.extended.size > 0) addExtended(values, item.singleValueExtendedProperties, plan);
  const categories = plan.categories ? textsOf(item.categories) : [];
  return {
    id: item.id,
    version: versionFromETag(item['@odata.etag']) ?? fingerprint([categories, values]),
    categories,
    values,
  };
}

// Only properties that exist are answered, and the array is absent when none does.
function addExtended(values: ContactValues, properties: unknown, plan: ContactPlan): void {
  if (!Array.isArray(properties)) return;
  for (const property of properties) {
    if (!isJsonObject(property) || typeof property.id !== 'string') continue;
    const known = plan.extended.get(property.id) ?? plan.extended.get(normalisedExtendedId(property.id));
    const value = known?.read(property.value);
    if (known !== undefined && value !== undefined) values[known.field] = value;
  }
}

function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry) => textOf(entry)).filter((entry) => entry !== undefined);
}
