import type { Validator } from './validators.ts'

/** Validators by `keyOf` their schemas. In the sources there are none; a build puts `precompile.ts`'s code here. */
export const precompiled: ReadonlyMap<string, Validator> = new Map()
