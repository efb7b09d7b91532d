import { domainError } from '#lib/api/errors.ts';
import { deploy, endDeployment } from '#lib/versioning/store/index.server.ts';
import { requestOf, writeArchive } from '../archive.ts';
import { parse } from '../command.ts';
import type { Io } from '../io.ts';
import { parameterOption, parametersGiven } from '../parameter-option.ts';
import { onlyWord } from '../words.ts';

/** `lookback analysis deploy <version>`, and with `--none` the end of it. */
export async function deploying(args: string[], io: Io): Promise<void> {
	const { values, positionals } = parse({
		args,
		allowPositionals: true,
		options: {
			audience: { type: 'string' },
			...parameterOption,
			none: { type: 'boolean', default: false }
		}
	});
	const { audience = null, parameter, none } = values;
	const version = onlyWord(positionals, '<version>');
	const parameters = parametersGiven(parameter);
	await writeArchive(io, async (archive) => {
		const context = requestOf(archive, 'local');
		try {
			const question = await context.question({});
			if (none) {
				const { batch } = await endDeployment(archive, question, version, audience, context.now);
				return await io.out(`${version} is deployed no longer, from batch ${batch} on.\n`);
			}
			const wish = { version, audience, parameters };
			const done = await deploy(archive, question, wish, context.now);
			const at = `${done.name}@${done.commit}`;
			await io.out(
				done.batch === null
					? `${at} is deployed for ${done.audience} already.\n`
					: `${at} is deployed for ${done.audience}, from batch ${done.batch} on.\n`
			);
		} catch (error) {
			throw domainError(error) ?? error;
		}
	});
}
