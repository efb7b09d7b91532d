import { chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './embedded-place.server.ts';

// For a machine of 2 cores and 4 GB that runs the portal too.
const settings = {
	listen_addresses: '',
	unix_socket_permissions: '0700',
	max_connections: '100',
	shared_buffers: '256MB',
	effective_cache_size: '1GB',
	maintenance_work_mem: '128MB',
	work_mem: '32MB',
	max_wal_size: '2GB',
	wal_compression: 'on',
	random_page_cost: '1.1',
	max_parallel_workers_per_gather: '1',
	jit: 'off',
	timezone: 'UTC',
	log_timezone: 'UTC',
	log_line_prefix: '%m [%p] %d '
};

/** For tests: what a power cut would lose is thrown away at their end, and no plan hangs on when autovacuum comes by. */
const perishable = { fsync: 'off', full_page_writes: 'off', autovacuum: 'off' };

/** Writes the settings that `postgresql.conf` includes; they follow the place, which may move. */
export function writeSettings(place: Place, durable: boolean): void {
	const all = { ...settings, unix_socket_directories: place.socket, ...(durable ? {} : perishable) };
	const quoted = Object.entries(all).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
	const file = join(place.cluster, 'lookback.conf');
	writeFileSync(file, quoted.join(''), { mode: 0o600 });
	if (place.owner) chownSync(file, place.owner.uid, place.owner.gid);
}
