import type avro from 'avsc';

/**
 * Columns of a candidate in the shape of ZTF's alert schema 3.3 (github.com/ZwickyTransientFacility/ztf-avro-alert);
 * `?` marks those that may be null.
 */
const candidateColumns = `
	jd double, fid int, pid long, diffmaglim float?, pdiffimfilename string?, programpi string?, programid int,
	candid long, isdiffpos string, tblid long?, nid int?, rcid int?, field int?, xpos float?, ypos float?,
	ra double, dec double, magpsf float, sigmapsf float, chipsf float?, magap float?, sigmagap float?,
	distnr float?, magnr float?, sigmagnr float?, chinr float?, sharpnr float?, sky float?, magdiff float?,
	fwhm float?, classtar float?, mindtoedge float?, magfromlim float?, seeratio float?, aimage float?,
	bimage float?, aimagerat float?, bimagerat float?, elong float?, nneg int?, nbad int?, rb float?,
	ssdistnr float?, ssmagnr float?, ssnamenr string?, sumrat float?, magapbig float?, sigmagapbig float?,
	ranr double, decnr double, sgmag1 float?, srmag1 float?, simag1 float?, szmag1 float?, sgscore1 float?,
	distpsnr1 float?, ndethist int, ncovhist int, jdstarthist double?, jdendhist double?, scorr double?,
	tooflag int?, objectidps1 long?, nmtchps int, rfid long, jdstartref double, jdendref double, nframesref int,
	rbversion string, dsnrms float?, ssnrms float?, dsdiff float?, magzpsci float?, magzpsciunc float?,
	magzpscirms float?, nmatches int, clrcoeff float?, clrcounc float?, zpclrcov float?, zpmed float?, clrmed float?,
	clrrms float?, neargaia float?, neargaiabright float?, maggaia float?, maggaiabright float?, exptime float?,
	drb float?, drbversion string`;

/** Columns of a row of the history: what an upper limit has none of is null. */
const historyColumns = `
	jd double, fid int, pid long, diffmaglim float?, pdiffimfilename string?, programpi string?, programid int,
	candid long?, isdiffpos string?, tblid long?, nid int?, rcid int?, field int?, xpos float?, ypos float?,
	ra double?, dec double?, magpsf float?, sigmapsf float?, chipsf float?, magap float?, sigmagap float?,
	distnr float?, magnr float?, sigmagnr float?, chinr float?, sharpnr float?, sky float?, magdiff float?,
	fwhm float?, classtar float?, mindtoedge float?, magfromlim float?, seeratio float?, aimage float?,
	bimage float?, aimagerat float?, bimagerat float?, elong float?, nneg int?, nbad int?, rb float?,
	ssdistnr float?, ssmagnr float?, ssnamenr string?, sumrat float?, magapbig float?, sigmagapbig float?,
	ranr double?, decnr double?, scorr double?, magzpsci float?, magzpsciunc float?, magzpscirms float?,
	clrcoeff float?, clrcounc float?, rbversion string?`;

interface Column {
	readonly name: string;
	readonly type: string;
	readonly isNullable: boolean;
}

function columnsIn(text: string): readonly Column[] {
	return text.split(',').map((column) => {
		const [name = '', type = ''] = column.trim().split(' ');
		return { name, type: type.replace('?', ''), isNullable: type.endsWith('?') };
	});
}

const candidate = columnsIn(candidateColumns);
const history = columnsIn(historyColumns);

function fieldsOf(columns: readonly Column[]): avro.Schema[] {
	return columns.map(({ name, type, isNullable }) => ({
		name,
		type: isNullable ? ['null', type] : type
	})) as unknown as avro.Schema[];
}

const cutout = {
	type: 'record',
	name: 'cutout',
	fields: [
		{ name: 'fileName', type: 'string' },
		{ name: 'stampData', type: 'bytes' }
	]
};

/** Schema of an alert packet. */
export const ztfAlertSchema = {
	type: 'record',
	name: 'alert',
	namespace: 'ztf',
	version: '3.3',
	doc: 'An alert of an invented sky, in the shape of those of the Zwicky Transient Facility',
	fields: [
		{ name: 'schemavsn', type: 'string' },
		{ name: 'publisher', type: 'string' },
		{ name: 'objectId', type: 'string' },
		{ name: 'candid', type: 'long' },
		{ name: 'candidate', type: { type: 'record', name: 'candidate', fields: fieldsOf(candidate) } },
		{
			name: 'prv_candidates',
			type: [
				'null',
				{ type: 'array', items: { type: 'record', name: 'prv_candidate', fields: fieldsOf(history) } }
			]
		},
		{ name: 'cutoutScience', type: ['null', cutout] },
		{ name: 'cutoutTemplate', type: ['null', 'ztf.cutout'] },
		{ name: 'cutoutDifference', type: ['null', 'ztf.cutout'] }
	]
} as unknown as avro.Schema;

/** A number (or text) in every column, for those that say nothing about the sky and are not set. */
function filled(columns: readonly Column[]): Record<string, unknown> {
	const of: Readonly<Record<string, (index: number) => unknown>> = {
		long: (index) => BigInt(index),
		int: (index) => index,
		string: () => 'invented',
		float: (index) => 0.5 + index / 8,
		double: (index) => 0.5 + index / 8
	};
	return Object.fromEntries(columns.map(({ name, type }, index) => [name, of[type]!(index)]));
}

/** A candidate before anything is known of it. */
export const plainCandidate = filled(candidate);
/** A detection in a history before anything is known of it. */
export const plainDetection = filled(history);
/** An upper limit in a history before anything is known of it. */
export const plainLimit: Readonly<Record<string, unknown>> = Object.fromEntries(
	history.map(({ name }) => [name, null])
);
