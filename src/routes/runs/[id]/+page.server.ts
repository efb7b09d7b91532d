import { isContributor } from '#lib/access/permits.ts';
import { answerPage, pageOf } from '#lib/api/page.server.ts';
import { resources } from '#lib/api/resources/index.server.ts';
import { parameterUnits } from '#lib/versioning/store/index.server.ts';
import { partOf } from '#lib/ui/tables/part.ts';
import { momentsOf } from '../../moments.server.ts';
import type { PageServerLoad } from './$types.js';

const run = pageOf(resources.run);

/** A run; of its inputs and outputs a part, since there may be a hundred thousand. */
export const load: PageServerLoad = async (event) => {
	const { inputs, outputs, ...answer } = await run(event);
	const moments = await momentsOf(event, answer.basis, 'run', { run: answer.run.run });
	const asked = (name: string) => event.url.searchParams.get(name);
	return answerPage(event, async () => {
		const viewer = await event.locals.context.viewer();
		const { basis, run: told } = answer;
		const question = await event.locals.context.aside({ basis, asSeenBy: asked('as_seen_by') ?? undefined });
		return {
			...answer,
			...moments,
			units: await parameterUnits(question, { name: told.analysis, commit: told.commit }),
			inputs: partOf(inputs, asked('inputs_from')),
			outputs: partOf(outputs, asked('outputs_from')),
			mayReplay: isContributor(viewer)
		};
	});
};
