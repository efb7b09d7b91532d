/**
 * How a column's values look in TypeScript; every format maps the type by itself.
 *
 * | type    | value in a row                  | JSON          | VOTable        | Parquet           |
 * |---------|---------------------------------|---------------|----------------|-------------------|
 * | text    | string                          | string        | unicodeChar[*] | STRING            |
 * | boolean | boolean                         | true, false   | boolean        | BOOLEAN           |
 * | int     | whole number of 32 bits         | number        | int            | INT32             |
 * | long    | bigint of 64 bits               | string        | long           | INT64             |
 * | float   | number, kept to 32 bits         | number        | float          | FLOAT             |
 * | double  | number                          | number        | double         | DOUBLE            |
 * | instant | `Instant` (microseconds of UTC) | ISO text, Z   | char[*], no Z  | TIMESTAMP, micros |
 * | json    | anything JSON can say, bigints  | itself        | unicodeChar[*] | STRING            |
 *
 * null, undefined and NaN all mean "no value"; infinities are values.
 */
export type ColumnType = 'text' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'instant' | 'json';

/** A column, described once for every format, page and protocol. */
export interface Column {
	/** Key of the value in a row; letters, digits and `_`, so that it is also a name in ADQL. */
	readonly name: string;
	readonly type: ColumnType;
	/** Unit in VOUnits (`deg`, `mag`, `nJy`, `d`); left out for what has none. */
	readonly unit?: string;
	/** UCD1+ word (`pos.eq.ra;meta.main`). */
	readonly ucd?: string;
	/** One sentence in plain text. */
	readonly description: string;
	/** Digits after the point where people read the column; files always carry the whole value. */
	readonly precision?: number;
}

/** One row of a table, keyed by column name; keys that no column names are not written. */
export type Row = Readonly<Record<string, unknown>>;

/** A described table whose rows come one at a time, once, or as often as `rows` can be iterated. */
export interface Table {
	/** A word for titles and file names: `light-curve`. */
	readonly name: string;
	/** One sentence. */
	readonly description: string;
	readonly columns: readonly Column[];
	readonly rows: Iterable<Row> | AsyncIterable<Row>;
	/** What a reader must know to use or repeat it, by key: `basis`, `query`, `credit`. */
	readonly notes: Readonly<Record<string, string>>;
	/** Asked after the last row: were rows left out (see `limitRows`)? */
	readonly overflowed?: () => boolean;
}
