import { z } from 'zod';
import type { RpcTypedData } from '../worker/rpc.ts';

/** What a trigger knows of a message besides its body; members that are undefined do not appear. */
export interface MessageFacts {
  dequeueCount: number;
  id?: string | undefined;
  popReceipt?: string | undefined;
  insertedOn?: Date | undefined;
  expiresOn?: Date | undefined;
  nextVisibleOn?: Date | undefined;
}

const forever = '9999-12-31T23:59:59.9999999+00:00';
const objectSchema = z.record(z.string(), z.unknown());

/**
 * The trigger metadata of a queue message (`QueueTriggerBinding.CreateBindingData`). Top-level members of a JSON object
 * are merged in and override the message's own facts, whatever their case (`Utility.ApplyBindingData`); arrays and nulls
 * are left out. The library turns the first letter of each key to lower case.
 * @param text the body, where it is text
 */
export function queueTriggerMetadata(facts: MessageFacts, text: string | undefined): Record<string, RpcTypedData> {
  const metadata = new Map<string, { key: string; data: RpcTypedData }>();
  const set = (key: string, data: RpcTypedData) => {
    const known = metadata.get(key.toLowerCase());
    metadata.set(key.toLowerCase(), { key: known?.key ?? key, data });
  };
  if (text !== undefined) set('QueueTrigger', { string: text });
  set('DequeueCount', { json: String(facts.dequeueCount) });
  set('ExpirationTime', { json: JSON.stringify(dateText(facts.expiresOn) ?? forever) });
  if (facts.id !== undefined) set('Id', { string: facts.id });
  set('InsertionTime', { json: JSON.stringify(dateText(facts.insertedOn ?? new Date())) });
  set('NextVisibleTime', { json: JSON.stringify(dateText(facts.nextVisibleOn) ?? forever) });
  if (facts.popReceipt !== undefined) set('PopReceipt', { string: facts.popReceipt });
  for (const [key, value] of Object.entries(topLevelMembers(text))) {
    const data = memberData(value);
    if (data !== undefined) set(key, data);
  }
  return Object.fromEntries([...metadata.values()].map(({ key, data }) => [key, data]));
}

function topLevelMembers(text: string | undefined): Record<string, unknown> {
  if (text?.trimStart().startsWith('{') !== true) return {};
  try {
    return objectSchema.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Objects stay JSON; everything else becomes the text that .NET makes of it, which the library parses again. */
function memberData(value: unknown): RpcTypedData | undefined {
  switch (typeof value) {
    case 'string':
      return { string: value };
    case 'number':
      return { string: String(value) };
    case 'boolean':
      return { string: value ? 'True' : 'False' };
    default:
      return value === null || Array.isArray(value) ? undefined : { json: JSON.stringify(value) };
  }
}

/** Json.NET's text of a DateTimeOffset in UTC; queue timestamps have whole seconds. */
function dateText(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/(?:\.000)?Z$/, '+00:00');
}
