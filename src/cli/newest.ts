/** Newer than any batch: what is asked about now, as this archive has it. */
export const newestOfAll = 2n ** 62n;
