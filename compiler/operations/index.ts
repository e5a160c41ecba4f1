import { abs } from './abs.ts'
import { across } from './across.ts'
import { add } from './add.ts'
import { and } from './and.ts'
import { argmax } from './argmax.ts'
import { column } from './column.ts'
import { concordance } from './concordance.ts'
import { constant } from './constant.ts'
import { copy } from './copy.ts'
import { cos } from './cos.ts'
import { divide } from './divide.ts'
import { equal } from './equal.ts'
import { erf } from './erf.ts'
import { exp } from './exp.ts'
import { expm1 } from './expm1.ts'
import { floor } from './floor.ts'
import { inverseNormal } from './inverseNormal.ts'
import { item } from './item.ts'
import { less } from './less.ts'
import { lessOrEqual } from './lessOrEqual.ts'
import { log } from './log.ts'
import { log1p } from './log1p.ts'
import { logSumExp } from './logSumExp.ts'
import { matmul } from './matmul.ts'
import { max } from './max.ts'
import { maximum } from './maximum.ts'
import { min } from './min.ts'
import { minimum } from './minimum.ts'
import { multiply } from './multiply.ts'
import { negate } from './negate.ts'
import { normal } from './normal.ts'
import { not } from './not.ts'
import { notEqual } from './notEqual.ts'
import { once } from './once.ts'
import type { Operation } from './operation.ts'
import { or } from './or.ts'
import { orthonormal } from './orthonormal.ts'
import { power } from './power.ts'
import { rowNumber } from './rowNumber.ts'
import { sigmoid } from './sigmoid.ts'
import { sin } from './sin.ts'
import { size } from './size.ts'
import { softplus } from './softplus.ts'
import { sqrt } from './sqrt.ts'
import { stretch } from './stretch.ts'
import { subtract } from './subtract.ts'
import { sum } from './sum.ts'
import { tanh } from './tanh.ts'
import { transpose } from './transpose.ts'
import { uniform } from './uniform.ts'
import { where } from './where.ts'

/** Every primitive. A new one is one file and one line here. */
export const operations: readonly Operation[] = [
  constant,
  column,
  size,
  once,
  add,
  subtract,
  multiply,
  divide,
  negate,
  power,
  matmul,
  transpose,
  exp,
  log,
  sqrt,
  abs,
  floor,
  cos,
  sin,
  tanh,
  sigmoid,
  softplus,
  erf,
  expm1,
  log1p,
  inverseNormal,
  maximum,
  minimum,
  less,
  lessOrEqual,
  equal,
  notEqual,
  and,
  or,
  not,
  where,
  sum,
  max,
  min,
  argmax,
  concordance,
  logSumExp,
  stretch,
  item,
  copy,
  across,
  orthonormal,
  rowNumber,
  uniform,
  normal,
]

const byName = new Map(operations.map((operation) => [operation.name, operation]))

export function operationNamed(name: string): Operation {
  const operation = byName.get(name)
  if (!operation) throw new Error(`invariant: a program names the operation ${name}, which does not exist`)
  return operation
}

/** What an equation may call: operations of values, and `if` and `mean`, which are made of them; operations of sizes alone. */
export const functionNames: readonly string[] = [
  ...operations.flatMap((operation) => operation.function?.name ?? []),
  ...['if', 'mean', 'uniform', 'normal', 'rowNumber'],
].sort()
