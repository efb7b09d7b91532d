import type { z } from 'zod';
import { LookbackError } from '#lib/errors.ts';
import { facilitiesFor, mapsFor, retractedAmong } from '#lib/planner/exports/index.server.ts';
import { text } from '../../fields.ts';
import type { basisFields } from '../../inputs.ts';
import { basisRequest } from '../../inputs.ts';
import type { FileResource } from '../file-resource.ts';
import { exportFormats, exportNames, type Format } from './formats.server.ts';
import { gatherers, type Gatherer } from './gatherers.server.ts';

const proposalField = {
	proposal: text('Proposal that pays for the time, in request groups of Las Cumbres.', 100).optional()
};

/** Blocks and pointings in the forms that other systems take: `/plans/{id}/lco.json`, `/schedule/calendar.ics`, ... */
export const exportFiles: readonly FileResource[] = gatherers.flatMap((gatherer) =>
	exportFormats.map((format) => fileOf(gatherer, format))
);

function fileOf({ path, operation, input, gather }: Gatherer, format: Format): FileResource {
	const { name, suffix, contentType, summary } = format;
	const fields = name === 'lco' ? input.extend(proposalField) : input;
	return {
		path: `${path}/${name}`,
		suffix,
		name: operation + format.operation,
		summary,
		contentTypes: [contentType.split(';')[0]!],
		input: fields,
		async read(
			context,
			given: z.output<z.ZodObject<typeof basisFields>> & { readonly id?: string; readonly proposal?: string }
		) {
			const question = await context.question(basisRequest(given));
			const [scope, facilities] = await Promise.all([
				gather(question, context, given as never),
				facilitiesFor(question)
			]);
			const { content, leftOut } = await format.write({
				...scope,
				facilities,
				mapsOf: (events) => mapsFor(question, events),
				retractedAmong: (events) => retractedAmong(question, events),
				proposal: given.proposal
			});
			return {
				bytes: typeof content === 'string' ? Buffer.from(content) : content,
				contentType,
				name: `${given.id ?? path.slice(1)}_${name}${suffix}`,
				...(leftOut.length > 0 && { headers: { [leftOutHeader]: leftOut.join(' ') } })
			};
		}
	};
}

/** Says in sentences what a file of observations leaves out. */
export const leftOutHeader = 'lookback-left-out';

/**
 * The address of an export of `schedule`, `plans/<id>`, `campaigns/<id>` or `facilities/<id>`, by the file's name or a part of it that is
 * no other's: `ics`, `lco`. @throws LookbackError `api/bad-export`.
 */
export function exportAddress(of: string, file: string): string {
	const written = of.replace(/^\//, '');
	if (!/^(schedule|(plans|campaigns|facilities)\/[^/]+)$/.test(written))
		throw new LookbackError(
			'incorrect',
			'api/bad-export',
			`What is exported is schedule, plans/<id>, campaigns/<id> or facilities/<id>; got '${of.slice(0, 100)}'.`
		);
	const named = exportNames.includes(file)
		? [file]
		: exportNames.filter((name) => name.split('.')[0] === file || name.endsWith(`.${file}`));
	if (named.length === 1) return `/${written.split('/').map(encodeURIComponent).join('/')}/${named[0]}`;
	throw new LookbackError(
		'incorrect',
		'api/bad-export',
		named.length > 1
			? `The export '${file}' could be ${named.join(' or ')}.`
			: `There is no export '${file.slice(0, 50)}'; there are ${exportNames.join(', ')}.`
	);
}
