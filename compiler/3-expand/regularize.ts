import { BATCH, type ValueId } from '../forms/program.ts'
import { ONE } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { WordUse } from '../forms/spec.ts'
import { capital } from './layers.ts'
import { demandSingle } from './measure.ts'
import { camelCase } from './notation.ts'
import { expandWord } from './words.ts'
import { around, inOrder, noted, type Owned, type Workshop } from './workshop.ts'

/** What the loss is raised by, parameter by parameter: `l2_W1`, 1×1 matrices. */
export function penalties(workshop: Workshop): readonly ValueId[] {
  return inOrder(workshop.parameters, workshop).flatMap((owned) =>
    termsFor(owned, workshop).map((use) => penalty(use, owned, workshop)),
  )
}

/** A layer's own terms, or the network's. */
function termsFor({ layer, local }: Owned, { layers, body }: Workshop): readonly WordUse[] {
  const { use, regularization } = layers[layer]!.layer
  const isRegularized = use.word.parameters.some((each) => each.name === local && each.regularized)
  return isRegularized ? (regularization ?? body.regularization) : []
}

function penalty(use: WordUse, { id, member }: Owned, workshop: Workshop): ValueId {
  const { builder, report } = workshop
  const { word, span } = use
  const [input] = word.inputs
  const name = `${camelCase(word.name)}_${member.name}`
  const last = word.equations.at(-1)!
  const note = noted(workshop, capital(name), `regularization of ${member.name}`, use)
  const { values } = expandWord(use, word.equations, [[input!, { id, shape: member.shape, from: span }]], {
    ...around(workshop, 'forward', note, span, name),
    bound: new Map([[BATCH, { size: size.named(BATCH), span }]]),
    rename: (local) => (local === last.name ? name : undefined),
  })
  const result = values.get(last.name)!
  demandSingle(result.shape, word, report)
  const single = builder.build.stretched(result.id, [ONE, ONE])
  builder.name(single, name)
  return single
}

/** J, the loss of the data with what it is raised by. */
export function penalized(loss: ValueId, terms: readonly ValueId[], { builder }: Workshop): ValueId {
  const nameOf = (value: ValueId) => builder.valueOf(value).name ?? '0'
  const sum = terms.reduce((total, term) => builder.build('add', [total, term]), loss)
  builder.name(sum, 'J', [loss, ...terms].map(nameOf).join(' + '))
  return sum
}
