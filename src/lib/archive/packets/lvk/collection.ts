/** The collection of public LVK alerts and their sky maps. */
export const lvkCollection = 'lvk.public';
