/*
 * Numbers of the operations, as assembly/operations.ts has them: a test holds the two together. Constants and no
 * object: bundlers write them where they are used.
 */

// One operand
export const COPY = 0
export const NEGATE = 1
export const EXP = 2
export const EXPM1 = 3
export const ERF = 4
export const INVERSE_NORMAL = 5
export const LOG = 6
export const SQRT = 7
export const ABS = 8
export const FLOOR = 9
export const COS = 10
export const SIN = 11
export const TANH = 12
export const SIGMOID = 13
export const SOFTPLUS = 14
export const NOT = 15
export const SCALE = 16
export const LEAKY_RELU = 17

// Two operands
export const ADD = 0
export const SUBTRACT = 1
export const MULTIPLY = 2
export const DIVIDE = 3
export const POWER = 4
export const MAXIMUM = 5
export const MINIMUM = 6
export const LESS = 7
export const LESS_OR_EQUAL = 8
export const EQUAL = 9
export const NOT_EQUAL = 10
export const AND = 11
export const OR = 12
export const COMBINE = 13
export const TANH_GRADIENT = 14
export const SIGMOID_GRADIENT = 15
export const RELU_GRADIENT = 16
export const LEAKY_RELU_GRADIENT = 17
export const SCALED_DIFFERENCE = 18
export const DESCEND = 19
export const ADD_TANH = 20
export const ADD_SIGMOID = 21
export const ADD_RELU = 22

// Reductions
export const SUM = 0
export const MAX = 1
export const MIN = 2
export const ARGMAX = 3
export const LOG_SUM_EXP = 4

// Updates
export const MOMENTS = 0
export const MOMENTS_AHEAD = 1
export const TRUST = 2
export const LARGEST = 3
export const STEPS = 4
export const ROOT = 5
export const AHEAD = 6
export const SIGN = 7
