import { describe, expect, it } from 'vitest';
import { eventOf, iceCubeEvent, roleOfEvent, spelled } from '#lib/archive/packets/gcn/event-names.ts';

describe('eventOf', () => {
	it.each([
		['LIGO/Virgo/KAGRA S230904n: Updated Sky localization', 'S230904n', 'gw'],
		['LIGO/Virgo G298048: Fermi GBM trigger', 'G298048', 'gw'],
		['GW170817', 'GW170817', 'gw'],
		['GRB230911C: LCOGT Optical Upper Limits', 'GRB230911C', 'grb'],
		['GRB 20230818A: GIT optical upper limit', 'GRB230818A', 'grb'],
		['GRB 230827.256 : GIT optical follow-up', 'GRB230827.256', 'grb'],
		['likely afterglow of Fermi GRB 230827256', 'bn230827256', 'grb'],
		['IceCube-230914A: Upper limits', 'IceCube-230914A', 'neutrino'],
		['IC190730A', 'IceCube-190730A', 'neutrino'],
		['search NuEm-230927A v2', 'NuEm-230927A', 'neutrino'],
		['AT 2023sva: NOT observations', 'AT2023sva', 'transient'],
		['AT2017gfo', 'AT2017gfo', 'transient'],
		['SGR 1935+21542: VZLUSAT-2', 'SGR1935+21542', 'transient'],
		['Fermi  trigger No 712143685: Global MASTER-Net', 'Fermi-712143685', 'grb'],
		['Fermi Gamma-ray Burst Monitor trigger 717299390/230925076 is not a GRB', 'Fermi-717299390', 'grb'],
		['Fermi Gamma-ray Burst Monitor trigger 230925241/717313591 is not a GRB', 'Fermi-717313591', 'grb'],
		['Swift Trigger 1186908 is not a GRB', 'Swift-1186908', 'grb']
	])('finds the event of "%s"', (title, event, kind) => {
		expect(eventOf(title)).toEqual({ event, kind });
	});

	it.each([
		['GRB 230812: Swift/UVOT Detection'],
		['Swift triggers 1186294-1186304 are not astrophysical transients'],
		['Swift Attitude Control Affecting Some UVOT Images']
	])('finds none where the title leaves it open: "%s"', (title) => {
		expect(eventOf(title)).toBeNull();
	});
});

describe('names of events', () => {
	it('have no blanks and no signs that mean something in an address', () => {
		expect(spelled(' OQ 334 ')).toBe('OQ334');
		expect(spelled('FRB1/58977.3')).toBe('FRB1-58977.3');
	});

	it('join IceCube numbers with and without leading zeros', () => {
		expect(iceCubeEvent('133609', '037927131')).toBe(iceCubeEvent(133609, 37927131));
	});

	it('tell mock and test superevents', () => {
		expect(roleOfEvent('MS181101ab', 'observation')).toBe('mock');
		expect(roleOfEvent('M252714', 'test')).toBe('mock');
		expect(roleOfEvent('TS190101a', 'observation')).toBe('test');
		expect(roleOfEvent('S190425z', 'observation')).toBe('observation');
		expect(roleOfEvent('MAXI-6048899350', 'observation')).toBe('observation');
	});
});
