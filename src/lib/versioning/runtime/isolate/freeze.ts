/*
 * What the language itself provides is frozen, so that an analysis cannot keep anything from call to call there, nor
 * change what answers for it.
 */

/** Names that objects of their own commonly override by assignment, which a frozen prototype would forbid. */
const overridden = ['name', 'message', 'stack', 'toString', 'toJSON', 'valueOf', 'constructor'];

/** Freezes all that can be reached from the global object but that object itself. */
export function freezeIntrinsics(): void {
	const errors = [
		Error,
		TypeError,
		RangeError,
		SyntaxError,
		ReferenceError,
		EvalError,
		URIError,
		AggregateError
	];
	for (const owner of [Object, Function, ...errors]) makeOverridable(owner.prototype as object);
	const seen = new Set<object>([globalThis]);
	const waiting: unknown[] = [
		...hidden(),
		...Object.getOwnPropertyNames(globalThis).map((name) => (globalThis as Record<string, unknown>)[name])
	];
	while (waiting.length > 0) {
		const one = waiting.pop();
		if ((typeof one !== 'object' && typeof one !== 'function') || one === null || seen.has(one)) continue;
		seen.add(one);
		const properties = Object.getOwnPropertyDescriptors(one) as Record<PropertyKey, PropertyDescriptor>;
		waiting.push(Object.getPrototypeOf(one));
		for (const name of Reflect.ownKeys(properties)) {
			const { value, get, set } = properties[name]!;
			waiting.push(value, get, set);
		}
		Object.freeze(one);
	}
}

/** Intrinsics that no global name leads to. */
function hidden(): unknown[] {
	const asyncFunction = async (): Promise<void> => {};
	function* generator(): Generator {}
	async function* asyncGenerator(): AsyncGenerator {}
	return [
		asyncFunction,
		generator,
		asyncGenerator,
		[][Symbol.iterator](),
		''[Symbol.iterator](),
		new Map()[Symbol.iterator](),
		new Set()[Symbol.iterator](),
		''.matchAll(/x/g),
		generator(),
		asyncGenerator(),
		Iterator.from({ next: () => ({ done: true, value: undefined }) }),
		[].values().map(String)
	];
}

/** Turns such properties into accessors by which assignment makes a property of the object itself. */
function makeOverridable(prototype: object): void {
	for (const name of overridden) {
		const property = Object.getOwnPropertyDescriptor(prototype, name);
		if (!property?.configurable || !('value' in property)) continue;
		const { value } = property as { value: unknown };
		Object.defineProperty(prototype, name, {
			get: () => value,
			set(this: object, own: unknown) {
				if (this === prototype) throw new TypeError(`Cannot change '${name}' of an intrinsic`);
				Object.defineProperty(this, name, {
					value: own,
					writable: true,
					enumerable: true,
					configurable: true
				});
			},
			configurable: true,
			enumerable: false
		});
	}
}
