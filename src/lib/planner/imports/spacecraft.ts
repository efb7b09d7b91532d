import type { NoticeFact, PacketFacts } from '#lib/archive/facts.ts';
import { SchemaStore } from '#lib/archive/packets/avro/schemas.ts';
import { decodeVoevent } from '#lib/archive/packets/voevent/decode.ts';
import { LookbackError } from '#lib/errors.ts';
import { instantFromMjdUtc } from '#lib/sky/time-scales.ts';
import type { Instant } from '#lib/sky/time.ts';
import type { PointingWish } from '../pointings/pointing.ts';
import { badRow, eachRow, numberOf, type Imported, type ImportHints } from './imported.ts';
import { whichInstrument } from './which-instrument.ts';

/** Truncated Julian day 0, as GCN counts days. */
const tjdZeroMjd = 40_000;

/** Swift's notices are dated in whole seconds, and some of them up to 3.3 s before the moment at which it had settled. */
const mostAheadSec = 10;

/**
 * GCN's notices of where a spacecraft points. Swift's `Actual_Point_Dir` tells the moment at which it has settled after a slew:
 * executed, without an end. Fermi's `Point_Dir` foretells the axis of the LAT for an hour in steps of `Delta_T`: as many
 * planned pointings. Known when the notice says that it was made; what Swift did no earlier than it was done.
 * @throws LookbackError `planner/no-pointing` for a notice of another kind.
 */
export function readSpacecraft(bytes: Uint8Array, hints: ImportHints): Imported {
	const { notice, statedAt } = noticeIn(bytes);
	const name = notice.noticeId.replace(/^ivo:\/\//, '');
	const read = /SWIFT#Actual_Point_Dir/i.test(name)
		? actual
		: /Fermi#Point_Dir/i.test(name)
			? foretold
			: null;
	if (!read)
		throw new LookbackError(
			'incorrect',
			'planner/no-pointing',
			`The notice ${name} does not tell where a spacecraft points.`,
			{ notice: name }
		);
	return eachRow(
		'voevent',
		[notice],
		() => name,
		() => read(notice, name, statedAt, hints)
	);
}

function noticeIn(bytes: Uint8Array): { notice: NoticeFact; statedAt: Instant | null } {
	const decoded = decodeVoevent(bytes, { name: '', schemas: new SchemaStore() });
	for (const facts of decoded as Iterable<PacketFacts | LookbackError>) {
		if (facts instanceof LookbackError) throw facts;
		const [notice] = facts.notices;
		if (notice) return { notice, statedAt: facts.statedAt };
	}
	throw badRow('The VOEvent has no notice.');
}

function actual(
	{ detail }: NoticeFact,
	name: string,
	toldAt: Instant | null,
	hints: ImportHints
): PointingWish[] {
	const told = detail as Readonly<Record<string, unknown>>;
	// its narrow-field instruments look the same way; the XRT always does
	const { facility, instrument } = whichInstrument(hints, { facility: 'swift', instrument: 'xrt' });
	const from = momentOf(told, 'Slew_TJD', 'Slew_SOD');
	return [
		{
			facility: facility.facility,
			pointing: name.split('#').at(-1)!,
			instrument: instrument.instrument,
			isExecuted: true,
			from,
			to: from,
			raDeg: numberOf(told.Slew_RA, 'Slew_RA'),
			decDeg: numberOf(told.Slew_Dec, 'Slew_Dec'),
			positionAngleDeg: numberOf(told.Slew_Roll, 'Slew_Roll'),
			...plain(hints),
			detail: { target: told.TrigID ?? null, segment: told.Segment_Num ?? null },
			toldAt: toldAt !== null && toldAt < from && from - toldAt <= mostAheadSec * 1e6 ? from : toldAt
		}
	];
}

function foretold(
	{ detail }: NoticeFact,
	name: string,
	toldAt: Instant | null,
	hints: ImportHints
): PointingWish[] {
	const told = detail as Readonly<Record<string, unknown>>;
	const { facility, instrument } = whichInstrument(hints, { facility: 'fermi', instrument: 'lat' });
	const begin = momentOf(told, 'Start_TJD', 'Start_SOD');
	const step = numberOf(told.Delta_T, 'Delta_T') * 1e6;
	const steps = Object.keys(told).filter((key) => /^RA_\d+dt$/.test(key)).length;
	return Array.from({ length: steps + 1 }, (_, i): PointingWish => {
		const [ra, dec] = i === 0 ? ['Start_RA', 'Start_Dec'] : [`RA_${i}dt`, `Dec_${i}dt`];
		return {
			facility: facility.facility,
			pointing: `${name.split('#').at(-1)}+${i}`,
			instrument: instrument.instrument,
			isExecuted: false,
			from: (begin + i * step) as Instant,
			to: (begin + (i + 1) * step) as Instant,
			raDeg: numberOf(told[ra!], ra!) % 360,
			decDeg: signed(numberOf(told[dec!], dec!)),
			positionAngleDeg: null,
			...plain(hints),
			detail: i > 0 && told[`SAA_${i}dt`] === 1 ? { south_atlantic_anomaly: true } : null,
			toldAt
		};
	});
}

/** Fermi's notices carry steps in tenths of a degree, some of them south of the equator as 16 bits without their sign: 6516.5 is -37.1. */
function signed(decDeg: number): number {
	return decDeg > 6463.5 && decDeg < 6553.6 ? Math.round(decDeg * 10 - 2 ** 16) / 10 : decDeg;
}

function plain({ event, campaign }: ImportHints) {
	return { band: null, depthMag: null, event, campaign, block: null };
}

function momentOf(told: Readonly<Record<string, unknown>>, day: string, second: string): Instant {
	const start = instantFromMjdUtc(tjdZeroMjd + numberOf(told[day], day));
	return (start + Math.round(numberOf(told[second], second) * 1e6)) as Instant;
}
