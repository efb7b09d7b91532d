// A process that uses the embedded server of the folder in its argument until its stdin ends.
import { startEmbedded } from '#lib/db/embedded.server.ts';

const server = await startEmbedded(process.argv[2]!, { durable: false });
process.stdout.write(`${server.url}\n`);
process.stdin.resume().once('end', () => void server.release().then(() => process.exit(0)));
