/** Starts a host with options that main.ts does not offer, given as JSON: a short message lease, timers of its own. */
import { z } from 'zod';
import { startHost } from '../../../local/host/host.ts';

const options = z
  .strictObject({
    directory: z.string(),
    port: z.number(),
    timerFolder: z.string(),
    messageLease: z.strictObject({ seconds: z.number(), renewAfterMs: z.number() }),
  })
  .parse(JSON.parse(process.argv[2] ?? ''));
const host = await startHost(options);
process.stdout.write(`${JSON.stringify({ event: 'host.ready', url: host.url })}\n`);
process.once('SIGTERM', () => {
  void host.stop().then(() => process.exit(0));
});
