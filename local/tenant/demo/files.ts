import { addressBooks } from './address-books.ts';
import { calendars } from './calendars.ts';
import { domain, tenantJson } from './staff.ts';

/** Every file of the demo tenant: path below its folder, with `/`, to bytes. */
export function demoFiles(): Map<string, Uint8Array> {
  const encoder = new TextEncoder();
  const inMailboxes = [
    ...addressBooks(domain),
    ...calendars(domain).map(([path, text]): [string, Uint8Array] => [path, encoder.encode(text)]),
  ];
  return new Map([
    // the files are compared byte by byte, and half of them end their lines as Windows does
    ['.gitattributes', encoder.encode('* -text\n')],
    ['tenant.json', encoder.encode(tenantJson())],
    ...inMailboxes.map(([path, bytes]): [string, Uint8Array] => [`mailboxes/${path}`, bytes]),
  ]);
}
