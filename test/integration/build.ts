import { fileURLToPath } from 'node:url';
import { bundle } from '../../local/bundle.ts';

/** Builds the functions once for all test files: what the hosts of this folder run is what is deployed. */
export default async function build(): Promise<void> {
  await bundle(fileURLToPath(new URL('../..', import.meta.url)));
}
