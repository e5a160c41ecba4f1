import { expect, it } from 'vitest'
import { isReserved } from '../../compiler/forms/reserved.ts'
import * as planar from '../../generated/planar.ts'

/** The compiler's list of names that networks have is the runtime's own. */
it('reserves every property of a trainer and a predictor that is no value of its network', async () => {
  const net = await planar.create({ batch: 3 })
  for (const network of [net, net.predictor]) {
    const values = new Set(network.matrices.keys())
    const names = new Set<string>()
    for (
      let object: object | null = network;
      object && object !== Object.prototype;
      object = Object.getPrototypeOf(object)
    )
      for (const name of Object.getOwnPropertyNames(object)) names.add(name)
    expect([...names].filter((name) => !values.has(name) && !isReserved(name))).toEqual([])
  }
})
