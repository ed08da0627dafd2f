/** `npm run openapi`: writes docs/api.md and docs/openapi.json from the routes; a test fails while they differ. */
import { writeFile } from 'node:fs/promises';
import { apiFiles } from './api-files.ts';

for (const [path, text] of apiFiles()) await writeFile(path, text);
