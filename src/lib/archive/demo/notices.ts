import type { PacketArrival } from '#lib/archive/packets/open.server.ts';
import { skymapFits } from './skymap-fits.ts';
import { voevent, type InventedNotice } from './voevent.ts';

/**
 * Notices of four invented events of September 2021, in the order they were issued: two gravitational-wave candidates
 * (one refined three times, one retracted after half an hour), a neutrino with its revision, a gamma-ray burst.
 */
export function generateNotices(): PacketArrival[] {
	return [...merger(), ...falseAlarm(), ...neutrino(), ...burst()].map(({ name, bytes }) => ({
		name: `invented-sky/notices/${name}`,
		bytes,
		original: bytes
	}));
}

interface Packet {
	readonly name: string;
	readonly bytes: Buffer;
}

function notice(name: string, content: InventedNotice): Packet {
	return { name: `${name}.xml`, bytes: voevent(content) };
}

const lvk = (event: string, number: number, type: string) => `ivo://gwnet/LVC#${event}-${number}-${type}`;

interface Alert {
	readonly event: string;
	readonly eventTime: string;
	readonly number: number;
	readonly type: 'Preliminary' | 'Initial' | 'Update' | 'Retraction';
	readonly issued: string;
	readonly farHz: number;
	readonly cites?: InventedNotice['cites'];
}

function gravitationalWaveAlert({ event, eventTime, number, type, issued, farHz, cites }: Alert): Packet {
	const isRetraction = type === 'Retraction';
	const neutronStars = type === 'Preliminary' ? 0.62 : 0.91;
	return notice(`${event}-${number}-${type}`, {
		ivorn: lvk(event, number, type),
		issued,
		eventTime,
		params: [
			['GraceID', event],
			['AlertType', type],
			['Pkt_Ser_Num', number],
			...(isRetraction
				? []
				: ([
						['FAR', farHz, 'Hz'],
						['Instruments', 'H1,L1,V1'],
						['Group', 'CBC'],
						['Pipeline', 'invented']
					] as const))
		],
		groups: isRetraction
			? {}
			: {
					Classification: [
						['BNS', neutronStars],
						['NSBH', 0.05],
						['BBH', 0],
						['Terrestrial', Number((0.95 - neutronStars).toFixed(2))]
					],
					Properties: [['HasNS', 0.98]]
				},
		...(cites ? { cites } : {})
	});
}

function merger(): Packet[] {
	const event = 'S210914zz';
	const eventTime = '2021-09-14T06:11:42.318000Z';
	const alert = (number: number, type: Alert['type'], issued: string, cites?: InventedNotice['cites']) =>
		gravitationalWaveAlert({ event, eventTime, number, type, issued, farHz: 3.1e-11, cites });
	const map = (made: string, sigmaDeg: number, raDeg: number, distanceStdMpc: number, creator: string) => ({
		name: `${event}_${creator}.multiorder.fits`,
		bytes: skymapFits({
			event,
			raDeg,
			decDeg: 7.5,
			sigmaDeg,
			distanceMeanMpc: 118,
			distanceStdMpc,
			made,
			eventTime,
			creator
		})
	});
	return [
		alert(1, 'Preliminary', '2021-09-14T06:14:20Z'),
		map('2021-09-14T06:13:55', 9, 327, 41, 'rapid'),
		alert(2, 'Initial', '2021-09-14T06:52:03Z', { ivorn: lvk(event, 1, 'Preliminary'), how: 'supersedes' }),
		map('2021-09-14T20:30:11', 3.5, 331.5, 24, 'refined'),
		alert(3, 'Update', '2021-09-14T20:41:37Z', { ivorn: lvk(event, 2, 'Initial'), how: 'supersedes' })
	];
}

function falseAlarm(): Packet[] {
	const event = 'S210921zz';
	const base = { event, eventTime: '2021-09-21T17:02:08.904000Z', farHz: 9.4e-8 };
	return [
		gravitationalWaveAlert({ ...base, number: 1, type: 'Preliminary', issued: '2021-09-21T17:05:31Z' }),
		gravitationalWaveAlert({
			...base,
			number: 2,
			type: 'Retraction',
			issued: '2021-09-21T17:36:50Z',
			cites: { ivorn: lvk(event, 1, 'Preliminary'), how: 'retraction' }
		})
	];
}

function neutrino(): Packet[] {
	const told = (revision: number, issued: string, errorDeg: number, raDeg: number) =>
		notice(`icecube-999001-42-rev${revision}`, {
			ivorn: `ivo://nasa.gsfc.gcn/AMON#ICECUBE_GOLD_Event2021-09-18T10:22:05_999001_00000042_${revision}`,
			issued,
			eventTime: '2021-09-18T10:22:05.17',
			params: [
				['Packet_Type', 173],
				['run_id', 999001],
				['event_id', 42],
				['Rev', revision],
				['Stream', 24],
				['energy', revision === 0 ? 178 : 163, 'TeV'],
				['signalness', revision === 0 ? 0.58 : 0.55],
				['FAR', 0.41, 'yr^-1']
			],
			position: { raDeg, decDeg: 12.31, errorDeg }
		});
	return [told(0, '2021-09-18T10:22:49Z', 1.3, 318.42), told(1, '2021-09-18T13:40:12Z', 0.62, 318.07)];
}

function burst(): Packet[] {
	const told = (type: number, word: string, issued: string, position?: InventedNotice['position']) =>
		notice(`fermi-999000001-${word.toLowerCase()}`, {
			ivorn: `ivo://nasa.gsfc.gcn/Fermi#GBM_${word}_2021-09-25T21:47:13.00_999000001_0-${type}`,
			issued,
			eventTime: '2021-09-25T21:47:13.00',
			params: [
				['Packet_Type', type],
				['TrigID', 999000001],
				['Trig_Signif', 11.2, 'sigma']
			],
			...(position ? { position } : {})
		});
	return [
		told(110, 'Alert', '2021-09-25T21:47:19Z'),
		told(111, 'Flt_Pos', '2021-09-25T21:47:41Z', { raDeg: 341.2, decDeg: -2.9, errorDeg: 8.1 }),
		told(115, 'Fin_Pos', '2021-09-25T21:57:40Z', { raDeg: 344.6, decDeg: -1.2, errorDeg: 2.4 })
	];
}
