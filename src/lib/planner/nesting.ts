/** Nothing that is told in words or numbers is put into more lists and objects than these, one in the other. */
export const mostLevels = 50;

/** Whether data nest deeper than `mostLevels`: what walks through them by calling itself could not come back. */
export function isTooDeep(data: unknown, levels = mostLevels): boolean {
	if (typeof data !== 'object' || data === null) return false;
	return levels === 0 || Object.values(data).some((one) => isTooDeep(one, levels - 1));
}
