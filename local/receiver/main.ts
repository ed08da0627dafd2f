import { startReceiver } from './receiver.ts';

/** `node local/receiver/main.ts whsec_… [port]`: prints a line for each event that arrives. */
const [secret = '', port = '0'] = process.argv.slice(2);
const receiver = await startReceiver({ secret, port: Number(port), print: console.log });
console.log(`Listening on ${receiver.url}`);
