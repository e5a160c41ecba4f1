import type { Module } from '../forms/module.ts'
import type { Plan } from '../forms/plan.ts'
import { isScalar } from '../forms/shape.ts'
import { formulaModule } from './formula-module.ts'
import { functionModule } from './function-module.ts'
import { networkModule } from './network-module.ts'

/**
 * Stage 9: the module. Equations over plain numbers become one function, equations
 * over matrices a class with that function; a stack of layers becomes a class that trains and a class that predicts, one method
 * per layer and direction, each call under the equations it computes.
 */
export function emit(plan: Plan): Module {
  const { program } = plan.schedule
  if (program.interface.kind === 'layers') return networkModule(plan)
  return program.values.every(({ shape }) => isScalar(shape)) ? functionModule(program) : formulaModule(plan)
}
