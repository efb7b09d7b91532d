/** Who sees what is said for it: everyone, or a group by its name. */
export const everyone = 'public';
