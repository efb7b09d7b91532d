interface PacketType {
	readonly contentType: string;
	readonly suffix: string;
}

const binary: PacketType = { contentType: 'application/octet-stream', suffix: '.bin' };

/** By what the name of a packet's format ends in or is. */
const types: readonly { readonly format: RegExp; readonly type: PacketType }[] = [
	{ format: /avro$/, type: { contentType: 'application/avro', suffix: '.avro' } },
	{ format: /voevent|xml/, type: { contentType: 'application/xml', suffix: '.xml' } },
	{ format: /fits/, type: { contentType: 'application/fits', suffix: '.fits' } },
	{ format: /parquet/, type: { contentType: 'application/vnd.apache.parquet', suffix: '.parquet' } },
	{ format: /csv/, type: { contentType: 'text/csv; charset=utf-8', suffix: '.csv' } }
];

/**
 * Content type and file suffix of a packet's original bytes. JSON is known by how it starts, since many formats are
 * written in it; a packet kept compressed is plain bytes.
 */
export function packetType({ format, bytes }: { format: string; bytes: Uint8Array }): PacketType {
	if (isCompressed(bytes)) return binary;
	const start = Buffer.from(bytes.subarray(0, 100)).toString('latin1').trimStart()[0];
	if (!/avro$/.test(format) && (start === '{' || start === '['))
		return { contentType: 'application/json', suffix: '.json' };
	return types.find((one) => one.format.test(format))?.type ?? binary;
}

/** gzip, xz and bzip2, by their first bytes. */
function isCompressed(bytes: Uint8Array): boolean {
	return /^(1f8b|fd377a58|425a68)/.test(Buffer.from(bytes.subarray(0, 4)).toString('hex'));
}
