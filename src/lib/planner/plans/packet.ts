import { wire } from '#lib/archive/wire.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import type { PlanDocument } from './document.ts';

/** Format of the packet that holds a plan. */
export const planFormat = 'lookback-plan';

/** The plan as JSON, moments in ISO 8601 as everywhere. */
export function encodePlan(document: PlanDocument): Uint8Array {
	return Buffer.from(`${JSON.stringify(wire(document))}\n`);
}

export function decodePlan(bytes: Uint8Array): PlanDocument {
	const told = withInstants(JSON.parse(Buffer.from(bytes).toString('utf8'))) as PlanDocument;
	// plans made before these were kept have none
	return {
		...{ improves: null, problem: null, environment: {}, facilities_batch: told.basis_batch },
		...told,
		left_out: told.left_out.map((one) => ({ ...one, change_cost: one.change_cost ?? null }))
	};
}

/** Everything whose name ends in `_at` as Instants, all the way down. */
function withInstants(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withInstants);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, inner]: [string, unknown]) => [
			name,
			name.endsWith('_at') && typeof inner === 'string' ? parseInstant(inner) : withInstants(inner)
		])
	);
}
