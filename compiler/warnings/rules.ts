import type { Finding } from '../diagnostics/report.ts'
import { distributionAsNumbers } from './distribution-as-numbers.ts'
import { equalUnits } from './equal-units.ts'
import { flatOutput } from './flat-output.ts'
import { idleUpdates } from './idle-updates.ts'
import { lateDraws } from './late-draws.ts'
import type { Learner } from './learner.ts'
import { oneProduct } from './one-product.ts'
import { singleRow } from './single-row.ts'

/** One thing that is surely not meant: every place in a network where it is. */
export type Rule = (learner: Learner) => readonly Finding[]

/** A new one is one file, one line here, a code and its page. */
export const rules: readonly Rule[] = [
  distributionAsNumbers,
  flatOutput,
  equalUnits,
  oneProduct,
  idleUpdates,
  lateDraws,
  singleRow,
]
