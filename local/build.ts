import { writeAppFolder } from './app-folder.ts';
import { bundle } from './bundle.ts';

await bundle(process.cwd());
await writeAppFolder(process.cwd());
