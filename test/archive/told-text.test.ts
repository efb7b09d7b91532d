import { expect, test } from 'vitest';
import { propertyText, unitText } from '#lib/archive/told-text.ts';

test.each([
	['deg2', 'deg²'],
	['erg/cm2/s', 'erg/cm²/s'],
	['Mpc3', 'Mpc³'],
	['Mpc', 'Mpc'],
	['10-20 W m-2', '10-20 W m-2']
])('the unit %s reads %s', (told, shown) => {
	expect(unitText(told)).toBe(shown);
});

test('a property reads as words', () => {
	expect(propertyText('possible_counterpart')).toBe('possible counterpart');
});
