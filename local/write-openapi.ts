/** `npm run openapi`: writes docs/api.md from the routes; a test fails while it differs. */
import { writeFile } from 'node:fs/promises';
import { apiFiles } from './api-files.ts';

for (const [path, text] of apiFiles()) await writeFile(path, text);
