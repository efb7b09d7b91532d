import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Facility } from './facility.ts';
import { parseFacility } from './yaml.ts';

const folder = join(import.meta.dirname, 'seed');

/** The facilities that come with the project, by name. */
export function seedFacilities(): Facility[] {
	return readdirSync(folder)
		.filter((file) => file.endsWith('.yaml'))
		.sort()
		.map((file) => parseFacility(readFileSync(join(folder, file), 'utf8')));
}
