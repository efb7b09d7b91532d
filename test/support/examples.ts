import { configureGlobal } from 'fast-check';

/**
 * Property tests draw the same examples in each run, so that one which fails speaks of the change at hand.
 * `PROPERTY_SEED=$RANDOM npm test` looks at others.
 */
configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20170817) });
