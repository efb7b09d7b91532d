import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { lock } from '#lib/db/embedded-lock.server.ts';

/**
 * A Chromium, unpacked in `into` unless it is there already. It reaches 127.0.0.1 and nothing else, and brings its own
 * fonts and libraries, so that screenshots do not depend on the machine.
 */
export async function launchChromium(into: string): Promise<Browser> {
	const folder = await unpack(into);
	return chromium.launch({
		executablePath: join(folder, 'chromium'),
		env: {
			...process.env,
			FONTCONFIG_PATH: join(folder, 'fonts'),
			LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
			HOME: folder,
			TZ: 'UTC'
		},
		args: [
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
			'--disable-background-networking',
			'--font-render-hinting=none',
			// a page draws in two dimensions, for which an imitated graphics card only costs time
			'--disable-gpu',
			...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])
		]
	});
}

const LONGEST_WAIT_MS = 100_000;

/** Unpacks Chromium, its fonts and libraries once a run. */
async function unpack(folder: string): Promise<string> {
	const turn = await lock(`${folder}.lock`, 'exclusive', LONGEST_WAIT_MS);
	try {
		mkdirSync(folder, { recursive: true });
		const { inflate } = await import('@sparticuz/chromium');
		const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
		const packed = join(dirname(entry), '..', 'bin');
		// The package unpacks into os.tmpdir(), where others' runs do too.
		const before = process.env.TMPDIR;
		process.env.TMPDIR = folder;
		try {
			await Promise.all(readdirSync(packed).map((file) => inflate(join(packed, file))));
		} finally {
			if (before === undefined) delete process.env.TMPDIR;
			else process.env.TMPDIR = before;
		}
		writeFileSync(join(folder, 'fonts', 'fonts.conf'), ownFonts(folder));
		return folder;
	} finally {
		turn.release();
	}
}

/** Fonts come from the folder alone: the package's own settings name folders of another machine, or of another run. */
function ownFonts(folder: string): string {
	return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
	<dir>${join(folder, 'fonts')}</dir>
	<cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
}
