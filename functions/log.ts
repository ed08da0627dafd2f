import { jsonLog } from '../shared/log.ts';

/** The log of all functions; the host captures what is written to the console. */
export const log = jsonLog((line) => {
  console.log(line);
});
