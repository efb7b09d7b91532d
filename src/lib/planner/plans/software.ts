import manifest from '../../../../package.json' with { type: 'json' };

/** Planner's own version: what makes another plan from the same inputs has another. */
export const softwareVersion = 'lookback-planner 2';

/** What made a plan, as far as the plan may depend on it. */
export type PlannerEnvironment = Readonly<Record<string, string>>;

/** What makes plans here: the planner, what computes the sky, the solver, and what carries them out. */
export function plannerEnvironment(): PlannerEnvironment {
	const { version, dependencies } = manifest;
	return {
		planner: softwareVersion,
		lookback: version,
		'astronomy-engine': dependencies['astronomy-engine'],
		highs: dependencies.highs,
		node: process.versions.node,
		architecture: process.arch
	};
}
