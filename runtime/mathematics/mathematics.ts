/** The functions of one precision: numbers in and out are of that precision. */
export interface Mathematics {
  /** To the nearest number of this precision; ties to even. */
  readonly round: (x: number) => number
  readonly exp: (x: number) => number
  readonly expm1: (x: number) => number
  readonly erf: (x: number) => number
  readonly log: (x: number) => number
  readonly log1p: (e: number) => number
  readonly cos: (x: number) => number
  readonly sin: (x: number) => number
  readonly tanh: (x: number) => number
  readonly sigmoid: (x: number) => number
  readonly softplus: (x: number) => number
  readonly power: (x: number, y: number) => number
  readonly inverseNormal: (p: number) => number
}
