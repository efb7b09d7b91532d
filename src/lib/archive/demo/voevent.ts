/** What a notice says, as far as an invented one needs it. Values go into XML as they are: no markup in them. */
export interface InventedNotice {
	readonly ivorn: string;
	/** ISO 8601 in UTC. */
	readonly issued: string;
	readonly eventTime: string;
	readonly params: readonly (readonly [name: string, value: string | number, unit?: string])[];
	readonly groups?: Readonly<Record<string, readonly (readonly [name: string, value: string | number])[]>>;
	readonly position?: { readonly raDeg: number; readonly decDeg: number; readonly errorDeg: number };
	/** IVORN of the notice this one replaces or takes back. */
	readonly cites?: { readonly ivorn: string; readonly how: 'supersedes' | 'retraction' };
}

const disclaimer = 'Invented for a first look at the archive: nothing like it was observed';

/** A VOEvent 2.0 document (ivoa.net/documents/VOEvent). */
export function voevent(notice: InventedNotice): Buffer {
	const { ivorn, issued, eventTime, params, groups = {}, position, cites } = notice;
	const groupTexts = Object.entries(groups).map(
		([name, members]) => `<Group name="${name}" type="${name}">${members.map(param).join('')}</Group>`
	);
	return Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<voe:VOEvent xmlns:voe="http://www.ivoa.net/xml/VOEvent/v2.0" version="2.0" role="observation" ivorn="${ivorn}">
<Who><Date>${issued}</Date><Author><shortName>Lookback (an invented sky)</shortName></Author></Who>
<What>${params.map(param).join('')}${groupTexts.join('')}<Description>${disclaimer}</Description></What>
<WhereWhen><ObsDataLocation><ObservatoryLocation id="Invented"/><ObservationLocation>
<AstroCoordSystem id="UTC-FK5-GEO"/><AstroCoords coord_system_id="UTC-FK5-GEO">
<Time unit="s"><TimeInstant><ISOTime>${eventTime}</ISOTime></TimeInstant></Time>${position ? place(position) : ''}
</AstroCoords></ObservationLocation></ObsDataLocation></WhereWhen>
${cites ? `<Citations><EventIVORN cite="${cites.how}">${cites.ivorn}</EventIVORN></Citations>` : ''}
</voe:VOEvent>
`);
}

function param([name, value, unit]: readonly [string, string | number, string?]): string {
	return `<Param name="${name}" value="${value}"${unit === undefined ? '' : ` unit="${unit}"`}/>`;
}

function place({ raDeg, decDeg, errorDeg }: NonNullable<InventedNotice['position']>): string {
	return `<Position2D unit="deg"><Value2><C1>${raDeg}</C1><C2>${decDeg}</C2></Value2><Error2Radius>${errorDeg}</Error2Radius></Position2D>`;
}
