import { describe, expect, test } from 'vitest';
import { bindingOf, bindings, takesCharacters } from '#lib/ui/keys/keys.ts';
import { keysAreOn, turnKeys } from '#lib/ui/keys/setting.ts';

const plain = { ctrlKey: false, altKey: false, metaKey: false, isComposing: false };

describe('a single key', () => {
	test('does one thing', () => {
		const keys = bindings.flatMap((binding) => binding.keys);
		expect(new Set(keys).size).toBe(keys.length);
		expect(keys).not.toContain(' ');
	});

	test.each([
		[',', 'earlier'],
		[']', 'later'],
		['n', 'now'],
		['?', 'keys']
	])('%s means %s', (key, action) => expect(bindingOf({ ...plain, key })?.action).toBe(action));

	test.each(['ctrlKey', 'altKey', 'metaKey', 'isComposing'])('with %s is not ours', (name) =>
		expect(bindingOf({ ...plain, key: 'n', [name]: true })).toBeNull()
	);

	test('that is unknown, or a capital, does nothing', () => {
		expect(['N', 'x', 'Enter', ' '].map((key) => bindingOf({ ...plain, key }))).toEqual([
			null,
			null,
			null,
			null
		]);
	});

	test('belongs to the field it is typed into, and not to a handle or a tick', () => {
		const input = (type: string) => takesCharacters({ tagName: 'INPUT', type });
		expect(['text', 'search', 'number', 'password', 'date'].map(input)).not.toContain(false);
		expect(['range', 'checkbox', 'radio', 'submit'].map(input)).not.toContain(true);
		expect(['TEXTAREA', 'SELECT', 'A', 'BUTTON'].map((tagName) => takesCharacters({ tagName }))).toEqual([
			true,
			true,
			false,
			false
		]);
		expect(takesCharacters({ tagName: 'DIV', isContentEditable: true })).toBe(true);
	});
});

test('single keys act until they are turned off', () => {
	const kept = new Map<string, string>();
	const storage = {
		getItem: (name: string) => kept.get(name) ?? null,
		setItem: (name: string, value: string) => void kept.set(name, value),
		removeItem: (name: string) => void kept.delete(name)
	};
	expect(keysAreOn(storage)).toBe(true);
	turnKeys(storage, false);
	expect(keysAreOn(storage)).toBe(false);
	turnKeys(storage, true);
	expect(keysAreOn(storage)).toBe(true);
});
