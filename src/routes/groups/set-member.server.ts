import { redirect, type RequestEvent } from '@sveltejs/kit';
import { acting, fieldsOf } from '#lib/api/forms.server.ts';
import { callerOf } from '#lib/api/routers/index.server.ts';

/** Records what a form says about a member of a group, and leads to the group's page. */
export async function setMember(event: RequestEvent) {
	const given = await fieldsOf(event.request, ['group', 'person', 'role', 'is_member', 'known_at']);
	const work = async () => {
		const { known_at, ...wish } = given;
		const { batch } = await callerOf(event.locals.context).groups.setMember({
			...wish,
			// the procedure itself checks what it is given
			role: wish.role as 'reader',
			is_member: wish.is_member as 'true',
			known_at: known_at || undefined
		});
		redirect(303, `/groups/${encodeURIComponent(given.group)}?recorded=${batch}`);
	};
	return acting(event, work, given);
}
