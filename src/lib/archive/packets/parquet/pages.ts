import type { ColumnMetaData, RowGroup } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { LookbackError } from '#lib/errors.ts';

/** Most that a page, and the values of a row group, may unpack to: 512 MiB, with 8 bytes a value. */
const usual = { pageBytes: 2 ** 29, values: 2 ** 26 };

/**
 * Holds a row group to a size, by what the header of each of its pages says: one byte in it can repeat a value two
 * thousand million times. @throws LookbackError `parquet/too-large`; what hyparquet throws for headers that are none.
 */
export function assertModest(file: ArrayBuffer, { columns }: RowGroup, name: string, most = usual): void {
	let values = 0;
	for (const { meta_data: column } of columns) {
		if (!column) continue;
		for (const page of pagesOf(file, column)) {
			values += page.values;
			if (page.bytes > most.pageBytes || values > most.values) throw tooLarge(name, most);
		}
	}
}

/** What the headers of a column's pages announce. */
function* pagesOf(file: ArrayBuffer, column: ColumnMetaData) {
	const from = Number(column.dictionary_page_offset ?? column.data_page_offset);
	const length = Math.min(Number(column.total_compressed_size), file.byteLength - from);
	const reader = { view: new DataView(file, from, Math.max(0, length)), offset: 0 };
	while (reader.offset < reader.view.byteLength - 1) {
		const header = parquetHeader(reader);
		const { dictionary_page_header, data_page_header, data_page_header_v2 } = header;
		const told = data_page_header ?? data_page_header_v2 ?? dictionary_page_header;
		yield { bytes: header.uncompressed_page_size, values: told?.num_values ?? 0 };
		// no page has fewer bytes than none: a reader that went back would never end
		reader.offset += Math.max(0, header.compressed_page_size);
	}
}

function tooLarge(name: string, { pageBytes, values }: typeof usual): LookbackError {
	return new LookbackError(
		'incorrect',
		'parquet/too-large',
		`The Parquet file '${name}' holds a page of more than ${pageBytes} bytes unpacked, or more than ${values} values in a row group.`,
		{ name }
	);
}
