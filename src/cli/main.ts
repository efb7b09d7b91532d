import { processIo } from './io.ts';
import { lookback } from './lookback.ts';

const code = await lookback(process.argv.slice(2), processIo());
// Whatever a command left open must not keep the process; what it wrote must be out.
process.stdout.write('', () => process.exit(code));
