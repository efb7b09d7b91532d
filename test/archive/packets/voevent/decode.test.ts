import { describe, expect, it } from 'vitest';
import { decodeVoevent, looksLikeVoevent } from '#lib/archive/packets/voevent/decode.ts';
import type { NoticeFact, PacketFacts } from '#lib/archive/facts.ts';
import { LookbackError } from '#lib/errors.ts';
import { parseInstant } from '#lib/sky/parse-instant.ts';
import { packetContext } from '../gcn/context.ts';

const context = packetContext('packet.xml');

function decode(xml: string | Uint8Array): PacketFacts {
	const bytes = typeof xml === 'string' ? Buffer.from(xml) : xml;
	const [facts] = [...(decodeVoevent(bytes, context) as Iterable<PacketFacts>)];
	return facts!;
}

interface Parts {
	ivorn?: string;
	role?: string;
	date?: string;
	what?: string;
	isoTime?: string;
	system?: string;
	position?: string;
	citations?: string;
}

const place =
	'<Position2D unit="deg"><Value2><C1> 83.63 </C1><C2>22.01</C2></Value2><Error2Radius>0.5</Error2Radius></Position2D>';

function voevent(parts: Parts = {}): string {
	const {
		ivorn = 'ivo://nasa.gsfc.gcn/Fermi#GBM_Flt_Pos_1',
		role = 'observation',
		date = '2020-01-02T03:04:05'
	} = parts;
	const { what = '', isoTime = '2020-01-02T03:03:00.5', system = 'UTC-FK5-GEO', position = place } = parts;
	return `<?xml version="1.0" encoding="UTF-8"?>
<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" ivorn="${ivorn}" role="${role}" version="2.0">
<Who><Date>${date}</Date><Author><shortName>Someone</shortName></Author></Who><What>${what}</What>
<WhereWhen><ObsDataLocation><ObservationLocation><AstroCoords coord_system_id="${system}">
<Time><TimeInstant><ISOTime>${isoTime}</ISOTime></TimeInstant></Time>${position}
</AstroCoords></ObservationLocation></ObsDataLocation></WhereWhen>${parts.citations ?? ''}</voe:VOEvent>`;
}

const noticeOf = (parts: Parts): NoticeFact => decode(voevent(parts)).notices[0]!;
const gbm = '<Param name="Packet_Type" value="111"/><Param name="TrigID" value="548848711"/>';

describe('decodeVoevent', () => {
	it('reads several documents of one file each by itself, and refuses only those that are broken', () => {
		const three = ['A', 'B', 'C'].map((n) => voevent({ ivorn: `ivo://nasa.gsfc.gcn/Fermi#${n}`, what: gbm }));
		const read = (text: string) =>
			[...(decodeVoevent(Buffer.from(text), context) as Iterable<PacketFacts | LookbackError>)].map((one) =>
				one instanceof LookbackError ? one.code : one.notices[0]!.noticeId.at(-1)
			);
		expect(read(three.join('\n\n'))).toEqual(['A', 'B', 'C']);
		expect(read(three.join(''))).toEqual(['A', 'B', 'C']);
		const broken = three[1]!.replace('</What>', '</Whom>');
		expect(read([three[0], broken, three[2]].join('\n'))).toEqual(['A', 'voevent/bad-xml', 'C']);
		expect(read(three[0]!.replace('<Who>', '<!-- </voe:VOEvent> --><Who>'))).toEqual(['A']);
	});

	it('gives identity, times, position and parameters of a notice', () => {
		const facts = decode(
			voevent({
				what: `${gbm}<Param name="Rate" value="2.5" unit="cts"/><Group name="Flags"><Param name="Is_GRB" value="true"/></Group>`,
				citations:
					'<Citations><EventIVORN cite="followup"> ivo://nasa.gsfc.gcn/Fermi#GBM_Alert_0 </EventIVORN></Citations>'
			})
		);
		expect(facts).toMatchObject({
			source: 'gcn',
			format: 'voevent',
			schemaVersion: '2.0',
			role: 'observation'
		});
		expect(facts.statedAt).toBe(parseInstant('2020-01-02T03:04:05Z'));
		expect(facts.notices).toEqual([
			{
				collection: 'gcn.public',
				noticeId: 'ivo://nasa.gsfc.gcn/Fermi#GBM_Flt_Pos_1',
				event: 'Fermi-548848711',
				eventKind: 'grb',
				stream: 'FERMI_GBM_FLT_POS',
				kind: 'update',
				role: 'observation',
				eventAt: parseInstant('2020-01-02T03:03:00.5Z'),
				raDeg: 83.63,
				decDeg: 22.01,
				errorDeg: 0.5,
				farHz: null,
				title: null,
				body: null,
				cites: [{ noticeId: 'ivo://nasa.gsfc.gcn/Fermi#GBM_Alert_0', how: 'followup' }],
				detail: {
					Packet_Type: 111,
					TrigID: 548848711,
					Rate: 2.5,
					'Flags.Is_GRB': true,
					'Who.Author': 'Someone',
					'WhereWhen.AstroCoordSystem': 'UTC-FK5-GEO',
					units: { Rate: 'cts' }
				}
			}
		]);
	});

	const positionOf = (c1: string, c2: string, unit = 'deg') =>
		`<Position2D unit="${unit}"><Value2><C1>${c1}</C1><C2>${c2}</C2></Value2><Error2Radius>0.1</Error2Radius></Position2D>`;

	it('gives galactic positions as ICRS, and those in radians as degrees', () => {
		const pole = noticeOf({ system: 'UTC-GALACTIC-GEO', position: positionOf('0', '90') });
		expect(pole.raDeg).toBeCloseTo(192.85948, 5);
		expect(pole.decDeg).toBeCloseTo(27.12825, 5);
		expect(pole.errorDeg).toBeCloseTo(0.1, 9);
		const radians = noticeOf({ position: positionOf('1', '0.5', 'rad') });
		expect(radians.raDeg).toBeCloseTo(57.29578, 5);
		expect(radians.errorDeg).toBeCloseTo(5.729578, 5);
	});

	it.each([
		['UTC-ECLIPTIC-GEO', '10', '20', 'deg'],
		['UTC-FK4-GEO', '10', '20', 'deg'],
		['UTC-FK5-GEO', '400', '20', 'deg'],
		['UTC-FK5-GEO', '12:00:00', '+10:00:00', 'hms']
	])('takes no position from %s %s %s %s, and keeps what was told', (system, c1, c2, unit) => {
		expect(noticeOf({ system, position: positionOf(c1, c2, unit) })).toMatchObject({
			raDeg: null,
			decDeg: null,
			errorDeg: null,
			detail: { 'WhereWhen.Position': `${c1} ${c2} ${unit} 0.1` }
		});
	});

	it('keeps what a number cannot hold as text, and repeated parameters as a list', () => {
		const { detail } = noticeOf({
			what: `<Param name="big" value="9007199254740993"/><Param name="padded" value="0599999"/>
				<Param name="word" value="12" dataType="string"/><Param name="empty" value=""/>
				<Param name="twice" value="1"/><Param name="twice" value="2"/>
				<Param name="child"><Value>Gaia19byu</Value></Param><Param name="constructor" value="7"/>`
		});
		expect(detail).toMatchObject({ big: '9007199254740993', padded: '0599999', word: '12', empty: null });
		expect(detail).toMatchObject({ twice: [1, 2], child: 'Gaia19byu', constructor: 7 });
	});

	it('reads the columns of a table', () => {
		const { detail } = noticeOf({
			what: '<Table name="T"><Field name="a"/><Field name="b"/><Data><TR><TD>1</TD><TD>x</TD></TR><TR><TD>2</TD><TD>y</TD></TR></Data></Table>'
		});
		expect(detail).toMatchObject({ 'T.a': [1, 2], 'T.b': ['x', 'y'] });
	});

	it('gives no position where GCN says that there is none, or where it is off the sphere', () => {
		const none = { raDeg: null, decDeg: null, errorDeg: null };
		expect(noticeOf({ what: `${gbm}<Param name="Coords_Type" value="0"/>` })).toMatchObject(none);
		const off = noticeOf({ what: gbm, position: place.replace('83.63', '-1.0') });
		expect(off).toMatchObject(none);
		expect(off.detail['WhereWhen.Position']).toBe('-1.0 22.01 deg 0.5');
	});

	it('takes the time of a burst from its day number where the date is written as no date', () => {
		const what = `${gbm}<Param name="Burst_TJD" value="17375"/><Param name="Burst_SOD" value="48982.84"/>`;
		const broken = { what, isoTime: '2016-01--12T13:36:22.84', date: '2016-01-09T17:59:42' };
		expect(noticeOf(broken).eventAt).toBe(parseInstant('2015-12-19T13:36:22.84Z'));
		expect(noticeOf(broken).detail['WhereWhen.ISOTime']).toBe('2016-01--12T13:36:22.84');
		// A day number that has nothing to do with the notice is not believed either.
		expect(noticeOf({ ...broken, date: '2019-01-12T13:46:00' }).eventAt).toBeNull();
	});

	it('brings a time in TDB to UTC', () => {
		const { eventAt } = noticeOf({ isoTime: '2019-05-25T20:08:27', system: 'TDB-ICRS-BARY' });
		expect(eventAt).toBe(parseInstant('2019-05-25T20:07:17.816Z'));
	});

	it.each([
		['TT-ICRS-TOPO', '2019-05-25T20:07:17.816Z'],
		['TAI-ICRS-TOPO', '2019-05-25T20:07:50Z'],
		['GPS-FK5-GEO', '2019-05-25T20:08:09Z'],
		['UTC-FK5-GEO', '2019-05-25T20:08:27Z']
	])('brings a time in the scale of %s to UTC', (system, utc) => {
		const { eventAt } = noticeOf({ isoTime: '2019-05-25T20:08:27', system });
		expect(eventAt).toBe(parseInstant(utc));
	});

	it('takes no other position for right ascension and declination, and keeps it as told', () => {
		const other = noticeOf({ system: 'UTC-HORIZON-TOPO' });
		expect(other).toMatchObject({ raDeg: null, decDeg: null, errorDeg: null });
		expect(other.detail).toMatchObject({
			'WhereWhen.AstroCoordSystem': 'UTC-HORIZON-TOPO',
			'WhereWhen.Position': '83.63 22.01 deg 0.5'
		});
		const icrs = noticeOf({ system: 'UTC-ICRS-TOPO' });
		expect(icrs).toMatchObject({ raDeg: 83.63, decDeg: 22.01, errorDeg: 0.5 });
		expect(icrs.detail).not.toHaveProperty('WhereWhen.Position');
	});

	it('reads positions in radians, and an endless radius as none', () => {
		const radians = place.replace('"deg"', '"rad"').replace('83.63', '1.5').replace('22.01', '-0.5');
		expect(noticeOf({ position: radians.replace('>0.5<', '>1e999<') })).toMatchObject({
			raDeg: expect.closeTo(85.943669, 6),
			decDeg: expect.closeTo(-28.64789, 5),
			errorDeg: null
		});
	});

	it('reads rates a year as rates a second', () => {
		const far = (unit: string, value: string) =>
			noticeOf({ what: `<Param name="FAR" value="${value}" unit="${unit}"/>` }).farHz;
		expect(far('Hz', '1.5e-8')).toBe(1.5e-8);
		expect(far('yr^-1', '3.15576')).toBeCloseTo(1e-7, 15);
		expect(far('furlong', '1')).toBeNull();
	});

	it('tells mock and test superevents from real ones, and a retraction by its flag or its type', () => {
		const lvc = (id: string, rest = '') =>
			noticeOf({
				ivorn: `ivo://gwnet/LVC#${id}-2`,
				what: `<Param name="GraceID" value="${id}" dataType="string"/>${rest}`
			});
		expect(lvc('S190425z', '<Param name="AlertType" value="EarlyWarning"/>')).toMatchObject({
			event: 'S190425z',
			role: 'observation',
			kind: 'early-warning'
		});
		expect(lvc('MS181101ab').role).toBe('mock');
		expect(lvc('TS181101ab').role).toBe('test');
		expect(lvc('S190425z', '<Param name="HardwareInj" value="1"/>').role).toBe('test');
		expect(lvc('S190425z', '<Param name="AlertType" value="Retraction"/>').kind).toBe('retraction');
		expect(noticeOf({ what: '<Param name="retraction" value="1"/>' }).kind).toBe('retraction');
	});

	it('names one IceCube event the same in all its revisions', () => {
		const revision = (rev: number) =>
			noticeOf({
				ivorn: `ivo://nasa.gsfc.gcn/AMON#ICECUBE_GOLD_Event_${rev}`,
				what: `<Param name="Packet_Type" value="173"/><Param name="run_id" value="133609"/><Param name="event_id" value="37927131"/><Param name="Rev" value="${rev}"/>`
			});
		expect(revision(0)).toMatchObject({
			event: 'IC133609_37927131',
			kind: 'initial',
			stream: 'ICECUBE_ASTROTRACK_GOLD'
		});
		expect(revision(1)).toMatchObject({ event: 'IC133609_37927131', kind: 'update' });
	});

	it('states that two names mean one event where a notice gives both', () => {
		const facts = decode(
			voevent({
				what: '<Param name="Packet_Type" value="176"/><Param name="run_id" value="137930"/><Param name="event_id" value="36941090"/><Param name="event_name" value="IceCubeCascade-230511a"/>'
			})
		);
		expect(facts.statements).toMatchObject([
			{
				subject: 'events/IC137930_36941090',
				property: 'identity',
				valueText: 'events/IceCubeCascade-230511a'
			}
		]);
	});

	it('names one SVOM burst the same in all its notices, and as the notices in JSON do', () => {
		const what = '<Group name="Svom_Identifiers"><Param name="Burst_Id" value="sb25120806"/></Group>';
		const svom = (words: string, citations = '') =>
			noticeOf({ ivorn: `ivo://org.svom/fsc#sb25120806_${words}`, what, citations });
		const burst = { event: 'SVOM-sb25120806', eventKind: 'grb' };
		expect(svom('eclairs-wakeup')).toMatchObject({
			...burst,
			stream: 'SVOM_ECLAIRS_WAKEUP',
			kind: 'initial'
		});
		expect(svom('mxt-initial-qlm_1')).toMatchObject({
			...burst,
			stream: 'SVOM_MXT_INITIAL_QLM',
			kind: 'other'
		});
		const cited = '<EventIVORN cite="retraction">ivo://org.svom/fsc#sb25120806_eclairs-wakeup</EventIVORN>';
		expect(svom('eclairs-retraction', `<Citations>${cited}</Citations>`)).toMatchObject({
			...burst,
			kind: 'retraction'
		});
	});

	it('counts INTEGRAL revisions as one event, and takes no planned Swift target for a burst', () => {
		const trigger = (type: number, id: number) =>
			noticeOf({ what: `<Param name="Packet_Type" value="${type}"/><Param name="TrigID" value="${id}"/>` })
				.event;
		expect(trigger(53, 8088)).toBe('INTEGRAL-8088');
		expect(trigger(54, 139160)).toBe('INTEGRAL-8088');
		expect(trigger(46, 11362)).toBeNull();
		expect(trigger(46, 903158)).toBe('Swift-903158');
		expect(trigger(103, 3109238)).toBeNull();
	});

	it('reads a byte order mark, other encodings and packets without a namespace', () => {
		const plain = voevent({ what: gbm }).replaceAll('voe:', '');
		expect(decode(`\ufeff\n ${plain}`).notices[0]!.event).toBe('Fermi-548848711');
		const latin = plain.replace('UTF-8', 'ISO-8859-1').replace('Someone', 'Górski');
		expect(decode(Buffer.from(latin, 'latin1')).notices[0]!.detail['Who.Author']).toBe('Górski');
		const wide = plain.replace('UTF-8', 'UTF-16');
		expect(decode(Buffer.from(`\ufeff${wide}`, 'utf16le')).notices[0]!.event).toBe('Fermi-548848711');
	});

	it.each([
		[
			'a document type',
			`<!DOCTYPE a [<!ENTITY b "c">]>${voevent().replace(/<\?.*\?>/, '')}`,
			'voevent/doctype'
		],
		['a broken tag', voevent().replace('</What>', ''), 'voevent/bad-xml'],
		['text behind the root', `${voevent()}{`, 'voevent/bad-xml'],
		['elements nested without end', '<a>'.repeat(50_000) + '</a>'.repeat(50_000), 'voevent/bad-xml'],
		['a name with a meaning of its own', '<VOEvent><__proto__>1</__proto__></VOEvent>', 'voevent/bad-xml'],
		['another language', '<html></html>', 'voevent/not-voevent'],
		['no ivorn', voevent().replace(/ivorn="[^"]*"/, ''), 'voevent/no-ivorn'],
		['an unknown role', voevent({ role: 'rumour' }), 'voevent/bad-role'],
		[
			'bytes that are not its encoding',
			Buffer.from([...Buffer.from('<a>'), 0xff, 0xfe]),
			'voevent/bad-encoding'
		]
	])('refuses %s', (_, xml, code) => {
		expect(() => decode(xml)).toThrow(expect.objectContaining({ code }));
	});
});

describe('looksLikeVoevent', () => {
	it('knows a VOEvent by its root element alone', () => {
		expect(looksLikeVoevent(Buffer.from(voevent()))).toBe(true);
		expect(looksLikeVoevent(Buffer.from('\ufeff<!-- x --><VOEvent ivorn="a">'))).toBe(true);
		const licence = `<!-- ${'<b> may be <c> '.repeat(300)}-->\n<?style a="b>c"?>\n`;
		expect(looksLikeVoevent(Buffer.from(`<?xml version="1.0"?>${licence}<v:VOEvent ivorn="a">`))).toBe(true);
		expect(looksLikeVoevent(Buffer.from('<!-- <VOEvent> --><VOTABLE/>'))).toBe(false);
		expect(looksLikeVoevent(Buffer.from(`\ufeff${voevent()}`, 'utf16le'))).toBe(true);
		expect(looksLikeVoevent(Buffer.from('<VOTABLE><VOEvent/></VOTABLE>'))).toBe(false);
		expect(looksLikeVoevent(Buffer.from('{"a":"<VOEvent>"}'))).toBe(false);
	});
});
