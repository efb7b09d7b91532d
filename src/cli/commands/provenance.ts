import { provenance } from '#lib/api/resources/provenance.server.ts';
import { readCommand } from '../read.ts';
import { onlyWord } from '../words.ts';

const wanted = '<id>';

export const { describe, run } = readCommand(provenance, {
	words: wanted,
	read: (words) => ({ subject: onlyWord(words, wanted).replace(/^\//, '') }),
	details:
		'An id is the address of a page: runs/<id>, decisions/<id>, backtests/<id>, software/<name>@<commit>,\n' +
		'objects/<survey>/<id>, alerts/<survey>/<number>, events/<name>, notices/<id>, statements/<batch>/<fact>,\n' +
		'packets/<number>, batches/<number>, campaigns/<name>, plans/<id>, schedule/<block>,\n' +
		'pointings/<facility>/<name>, facilities/<name>. --format json is a PROV-JSON document of the W3C.'
});
