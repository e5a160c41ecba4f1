import type { Validator } from './validators.ts'

type Validators = ReadonlyMap<string, Validator>

/** Validators by `keyOf` their schemas. In the sources there are none; a build puts `precompile.ts`'s code here. */
export const precompiled: Validators = new Map()

/** Those of words, in a file that is read where somebody has words of their own. */
export function precompiledOfWords(): Validators {
  return precompiled
}
