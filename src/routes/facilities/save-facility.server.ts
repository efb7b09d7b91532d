import type { RequestEvent } from '@sveltejs/kit';
import { textsOf } from '#lib/api/forms.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';

export const facilityFields = ['yaml', 'operators', 'follows'] as const;

/** Records the facility that a form has as YAML, unless it changed since the form was made. Who answers for it stays as it is where the form does not ask. */
export function saveFacility({ locals }: Pick<RequestEvent, 'locals'>, form: FormData) {
	const { yaml, operators, follows } = textsOf(form, facilityFields);
	const appointed = form.has('operators') ? operators.trim() || null : undefined;
	return callerOf(locals.context).facilities.save({ yaml, operators: appointed, follows: follows || null });
}
