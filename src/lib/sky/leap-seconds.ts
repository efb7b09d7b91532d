/**
 * First UTC days of each value of TAI - UTC (whole seconds) since 1972, as [year, month, offset].
 * Source: IERS Bulletin C, as collected in `Leap_Second.dat` (https://hpiers.obspm.fr/iers/bul/bulc/Leap_Second.dat);
 * none was announced after 2017-01-01.
 */
const announced: readonly (readonly [year: number, month: number, taiMinusUtcSec: number])[] = [
	[1972, 1, 10],
	[1972, 7, 11],
	[1973, 1, 12],
	[1974, 1, 13],
	[1975, 1, 14],
	[1976, 1, 15],
	[1977, 1, 16],
	[1978, 1, 17],
	[1979, 1, 18],
	[1980, 1, 19],
	[1981, 7, 20],
	[1982, 7, 21],
	[1983, 7, 22],
	[1985, 7, 23],
	[1988, 1, 24],
	[1990, 1, 25],
	[1991, 1, 26],
	[1992, 7, 27],
	[1993, 7, 28],
	[1994, 7, 29],
	[1996, 1, 30],
	[1997, 7, 31],
	[1999, 1, 32],
	[2006, 1, 33],
	[2009, 1, 34],
	[2012, 7, 35],
	[2015, 7, 36],
	[2017, 1, 37]
];

/** Values of TAI - UTC, newest first, each in force from a moment given in microseconds since 1970 UTC. */
export const taiMinusUtc: readonly { readonly from: number; readonly microseconds: number }[] = announced
	.map(([year, month, seconds]) => ({
		from: Date.UTC(year, month - 1, 1) * 1000,
		microseconds: seconds * 1_000_000
	}))
	.reverse();

/** Whether a leap second (23:59:60) came directly before this moment, in microseconds since 1970 UTC. */
export function followsLeapSecond(microseconds: number): boolean {
	return taiMinusUtc.some(({ from }, i) => from === microseconds && i < taiMinusUtc.length - 1);
}
