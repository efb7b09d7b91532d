import { formatInstant } from '#lib/sky/time.ts';
import type { Policy } from './rights.ts';

/** Who may see a collection under a policy, beside the group that owns it: `everyone from 2017-10-16T14:00:00Z`. */
export function policyInWords({ policy, public_from, public_after_months }: Omit<Policy, 'name'>): string {
	if (policy === 'public-from' && public_from !== null) return `everyone from ${formatInstant(public_from)}`;
	if (policy === 'public-after' && public_after_months !== null)
		return `everyone ${public_after_months} ${public_after_months === 1 ? 'month' : 'months'} after observation`;
	return policy === 'public' ? 'everyone' : 'its group alone';
}
