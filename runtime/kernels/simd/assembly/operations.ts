/*
 * Numbers of the operations, as ../operations.ts lists them for JavaScript: a test holds the two lists together.
 */

// One operand
export const COPY: i32 = 0
export const NEGATE: i32 = 1
export const EXP: i32 = 2
export const EXPM1: i32 = 3
export const ERF: i32 = 4
export const INVERSE_NORMAL: i32 = 5
export const LOG: i32 = 6
export const SQRT: i32 = 7
export const ABS: i32 = 8
export const FLOOR: i32 = 9
export const COS: i32 = 10
export const SIN: i32 = 11
export const TANH: i32 = 12
export const SIGMOID: i32 = 13
export const SOFTPLUS: i32 = 14
export const NOT: i32 = 15
export const SCALE: i32 = 16
export const LEAKY_RELU: i32 = 17

// Two operands
export const ADD: i32 = 0
export const SUBTRACT: i32 = 1
export const MULTIPLY: i32 = 2
export const DIVIDE: i32 = 3
export const POWER: i32 = 4
export const MAXIMUM: i32 = 5
export const MINIMUM: i32 = 6
export const LESS: i32 = 7
export const LESS_OR_EQUAL: i32 = 8
export const EQUAL: i32 = 9
export const NOT_EQUAL: i32 = 10
export const AND: i32 = 11
export const OR: i32 = 12
export const COMBINE: i32 = 13
export const TANH_GRADIENT: i32 = 14
export const SIGMOID_GRADIENT: i32 = 15
export const RELU_GRADIENT: i32 = 16
export const LEAKY_RELU_GRADIENT: i32 = 17
export const SCALED_DIFFERENCE: i32 = 18
export const DESCEND: i32 = 19
export const ADD_TANH: i32 = 20
export const ADD_SIGMOID: i32 = 21
export const ADD_RELU: i32 = 22

// Reductions
export const SUM: i32 = 0
export const MAX: i32 = 1
export const MIN: i32 = 2
export const ARGMAX: i32 = 3
export const LOG_SUM_EXP: i32 = 4

// Updates
export const MOMENTS: i32 = 0
export const MOMENTS_AHEAD: i32 = 1
export const TRUST: i32 = 2
export const LARGEST: i32 = 3
export const STEPS: i32 = 4
export const ROOT: i32 = 5
export const AHEAD: i32 = 6
export const SIGN: i32 = 7
