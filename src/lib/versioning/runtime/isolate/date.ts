/**
 * `Date` whose present is what `known` says (ISO 8601). While a module is loaded there is no present, and asking for it
 * is an error: what was kept of it would differ from call to call.
 */
export function deterministicDate(Original: DateConstructor, known: () => string | null): DateConstructor {
	const { parse } = Original;
	const now = (): number => {
		const moment = known();
		if (moment === null)
			throw new Error('the present was asked for while the module was loaded; it is that of a call');
		return parse(moment);
	};
	function Replaced(...given: unknown[]): unknown {
		if (!new.target) return new Original(now()).toString();
		return Reflect.construct(Original, given.length === 0 ? [now()] : given, new.target);
	}
	const replaced = Replaced as unknown as DateConstructor;
	Object.defineProperties(replaced, {
		name: { value: 'Date' },
		length: { value: 7 },
		prototype: { value: Original.prototype, writable: false },
		now: { value: now },
		parse: { value: parse },
		UTC: { value: Original.UTC }
	});
	Object.defineProperty(Original.prototype, 'constructor', { value: replaced });
	return replaced;
}
