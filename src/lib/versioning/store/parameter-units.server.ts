import { asOf, type Question } from '#lib/archive/index.server.ts';
import type { Manifest } from '../manifest.ts';
import type { NamedCommit } from './resolve.server.ts';

/** Units of the parameters of a version, by name, of those that its manifest gives one; none where it is not for the viewer. */
export async function parameterUnits(
	question: Question,
	{ name, commit }: NamedCommit
): Promise<Readonly<Record<string, string>>> {
	const [row] = await question.database.sql<{ parameters: Manifest['parameters'] | null }[]>`
		select s.manifest -> 'parameters' as parameters
		from ${asOf(question, 'software')} s
		where s.name = ${name} and s.commit = ${commit}
		limit 1`;
	return Object.fromEntries(
		Object.entries(row?.parameters ?? {}).flatMap(([parameter, { unit }]) =>
			unit ? [[parameter, unit]] : []
		)
	);
}
