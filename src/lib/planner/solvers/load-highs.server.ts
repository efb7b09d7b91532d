import module from 'highs';

/** A fresh instance of HiGHS. The package's types tell of its CommonJS form, in which the loader is called `default`. */
export const loadHighs = module as unknown as typeof module.default;
