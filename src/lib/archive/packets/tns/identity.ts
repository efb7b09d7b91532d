/**
 * The page of the object that a survey's own name for a transient means, or null for names of other surveys.
 * ZTF objects are `ZTF18abcdefg`; Rubin objects are reported as `LSST-AP-DO-<diaObjectId>`.
 */
export function identityOf(internalName: string): string | null {
	if (/^ZTF\d{2}[a-z]{7}$/.test(internalName)) return `objects/ztf/${internalName}`;
	const diaObjectId = /^LSST-AP-DO-(\d+)$/.exec(internalName)?.[1];
	return diaObjectId === undefined ? null : `objects/lsst/${diaObjectId}`;
}
