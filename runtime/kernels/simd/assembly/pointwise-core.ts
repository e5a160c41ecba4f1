import {
  ADD, ADD_RELU, COPY, DESCEND, MULTIPLY, RELU_GRADIENT, SCALE, SCALED_DIFFERENCE, SUBTRACT,
} from './operations'
import { binaryOf, row1, row2, unaryOf } from './pointwise'

/* The operations that dense layers with relu and gradient descent call; see pointwise.ts. */

export function copyRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(COPY, n, y, x, i, s, t)
}
export function scaleRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(SCALE, n, y, x, i, s, t)
}

export function addRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD, n, y, a, i, b, j, s, t)
}
export function subtractRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(SUBTRACT, n, y, a, i, b, j, s, t)
}
export function multiplyRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(MULTIPLY, n, y, a, i, b, j, s, t)
}
export function reluGradientRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(RELU_GRADIENT, n, y, a, i, b, j, s, t)
}
export function scaledDifferenceRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(SCALED_DIFFERENCE, n, y, a, i, b, j, s, t)
}
export function descendRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(DESCEND, n, y, a, i, b, j, s, t)
}
export function addReluRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD_RELU, n, y, a, i, b, j, s, t)
}

export function coreUnaryRow(operation: i32, n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  switch (operation) {
    case COPY: return copyRow(n, y, x, i, s, t)
    default: return scaleRow(n, y, x, i, s, t)
  }
}

export function coreBinaryRow(
  operation: i32, n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128,
): void {
  switch (operation) {
    case ADD: return addRow(n, y, a, i, b, j, s, t)
    case SUBTRACT: return subtractRow(n, y, a, i, b, j, s, t)
    case MULTIPLY: return multiplyRow(n, y, a, i, b, j, s, t)
    case RELU_GRADIENT: return reluGradientRow(n, y, a, i, b, j, s, t)
    case SCALED_DIFFERENCE: return scaledDifferenceRow(n, y, a, i, b, j, s, t)
    case DESCEND: return descendRow(n, y, a, i, b, j, s, t)
    default: return addReluRow(n, y, a, i, b, j, s, t)
  }
}

export function unary(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize, x: usize, xRow: usize, xOwn: bool, s: f64, t: f64,
): void {
  unaryOf(true, operation, rows, columns, y, yRow, x, xRow, xOwn, s, t)
}

export function binary(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize,
  a: usize, aRow: usize, aOwn: bool, b: usize, bRow: usize, bOwn: bool, s: f64, t: f64,
): void {
  binaryOf(true, operation, rows, columns, y, yRow, a, aRow, aOwn, b, bRow, bOwn, s, t)
}
