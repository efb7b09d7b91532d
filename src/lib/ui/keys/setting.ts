const name = 'lookback.keys';

/** Whether single keys act in this browser: they do unless its reader turned them off. */
export function keysAreOn(storage: Pick<Storage, 'getItem'>): boolean {
	return storage.getItem(name) !== 'off';
}

/** Turns single keys on or off in this browser. */
export function turnKeys(storage: Pick<Storage, 'setItem' | 'removeItem'>, isOn: boolean): void {
	if (isOn) storage.removeItem(name);
	else storage.setItem(name, 'off');
}
