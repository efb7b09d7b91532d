import { redirect, type RequestEvent } from '@sveltejs/kit';
import { acting, textsOf } from '#lib/api/forms.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';

const fields = ['group', 'person', 'role', 'is_member', 'known_at'] as const;

/** Records what a form says about a member of a group, and leads to the group's page. */
export function setMember(event: RequestEvent) {
	const work = async (form: FormData) => {
		const { known_at, ...wish } = textsOf(form, fields);
		const { batch } = await callerOf(event.locals.context).groups.setMember({
			...wish,
			// the procedure itself checks what it is given
			role: wish.role as 'reader',
			is_member: wish.is_member as 'true',
			known_at: known_at || undefined
		});
		redirect(303, `/groups/${encodeURIComponent(wish.group)}?recorded=${batch}`);
	};
	return acting(event, work, fields);
}
