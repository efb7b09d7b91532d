import { avroFileWriter } from '#lib/archive/demo/avro-file.ts';
import { stampFits } from '#lib/archive/demo/stamp.ts';
import { plainCandidate, plainLimit, ztfAlertSchema } from '#lib/archive/demo/ztf-schema.ts';
import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import type { SmallArchive } from '../support/archive.ts';

/** An invented object: two alerts, of which the second is issued again twelve days later with another magnitude. */
export const corrected = {
	objectId: 'ZTF21zzorrec',
	alertId: '1700001000115015001',
	before: '2021-09-20T11:59:59Z',
	correctedAt: '2021-09-20T12:00:00Z',
	oldMag: '18.250',
	newMag: '18.375'
} as const;

const firstJd = 2_459_463.7;

/** Records it, as it became known. */
export async function loadCorrected(archive: Pick<SmallArchive, 'load'>): Promise<void> {
	await archive.load([packet(1, 18.5), packet(2, 18.25)], 'observed+20m');
	await archive.load([packet(2, 18.375)], corrected.correctedAt);
}

const write = avroFileWriter(ztfAlertSchema);

function packet(number: 1 | 2, mag: number): PacketArrival {
	const epoch = {
		jd: firstJd + number,
		fid: number,
		pid: BigInt(1_700_001_000_013 + number) * 1000n,
		programid: 1
	};
	const candid = number === 2 ? BigInt(corrected.alertId) : BigInt(corrected.alertId) - 1_000_000n;
	const place = { ra: 330.1234567, dec: 7.6543211 };
	const image = (name: string) => ({
		fileName: `${candid}_${name}.fits.gz`,
		stampData: stampFits({ sidePixels: 5, brightness: 3, face: number })
	});
	const bytes = write({
		schemavsn: '3.3',
		publisher: 'Lookback (an invented sky)',
		objectId: corrected.objectId,
		candid,
		candidate: {
			...plainCandidate,
			...epoch,
			...place,
			candid,
			isdiffpos: 't',
			magpsf: mag,
			sigmapsf: 0.0625,
			diffmaglim: 20.5,
			rb: 0.9,
			drb: 0.95,
			exptime: 30
		},
		prv_candidates: [
			{ ...plainLimit, ...epoch, jd: epoch.jd - 1.5, pid: epoch.pid - 5000n, diffmaglim: 20.25 }
		],
		cutoutScience: image('sci'),
		cutoutTemplate: image('ref'),
		cutoutDifference: image('refmsci')
	});
	return { name: `invented-sky/ztf/${corrected.objectId}/${candid}-${mag}.avro`, bytes, original: bytes };
}
