import { august17 } from './17-august-2017.ts';
import { iceCube170922A } from './icecube-170922a.ts';
import { s190405ar } from './s190405ar.ts';
import type { Story } from './story.ts';

/** The stories there are, in the order in which they are offered; an empty archive is given what they tell of. */
export const stories: readonly Story[] = [august17, iceCube170922A, s190405ar];
