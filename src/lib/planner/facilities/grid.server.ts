import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { LookbackError } from '#lib/errors.ts';
import { projectFolder } from '#lib/project-folder.server.ts';
import type { SkyPlace } from '#lib/sky/sun-moon.ts';

/** A fixed field that an instrument points its middle at. */
export interface Field extends SkyPlace {
	readonly field: string;
}

const folder = join(projectFolder, 'src/lib/planner/facilities/grids');

const read = new Map<string, readonly Field[]>();

/** The fields of a grid that an instrument names; @throws LookbackError `planner/no-grid` for one that is not kept. */
export function gridFields(name: string): readonly Field[] {
	const known = read.get(name);
	if (known) return known;
	const rows = parse(readGrid(name), { columns: true }) as Record<string, string>[];
	const fields = rows.map(({ field = '', ra_deg, dec_deg }) => ({
		field,
		raDeg: Number(ra_deg),
		decDeg: Number(dec_deg)
	}));
	read.set(name, fields);
	return fields;
}

function readGrid(name: string): string {
	try {
		if (/^[a-z\d-]+$/.test(name)) return readFileSync(join(folder, `${name}.csv`), 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	throw new LookbackError('not-found', 'planner/no-grid', `There is no grid of fields named '${name}'.`, {
		name
	});
}
