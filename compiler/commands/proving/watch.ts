import type { Kernels, Matrix } from 'loopless/runtime'
import type { KernelCall, Phase, Schedule } from '../../index.ts'

/** A network whose calls go through its property `kernels`. */
interface Calling {
  readonly kernels: Kernels
  readonly model: { readonly kernels: readonly string[] }
}

type Kernel = (...operands: readonly unknown[]) => void

/** Acts, and hears of each call of a kernel after it was made: its number, its kernel, its operands. */
export function watched<T>(
  network: Calling,
  act: () => T,
  hear: (call: number, kernel: string, operands: readonly unknown[]) => void,
): T {
  const own = network.kernels
  let count = 0
  const kernels = Object.fromEntries(
    network.model.kernels.map((name) => [
      name,
      (...operands: readonly unknown[]) => {
        ;(own[name as keyof Kernels] as Kernel)(...operands)
        hear(count++, name, operands)
      },
    ]),
  )
  Object.assign(network, { kernels })
  try {
    return act()
  } finally {
    Object.assign(network, { kernels: own })
  }
}

/** What a schedule calls in these phases, in order, as it is watched. */
export function callsOf({ calls }: Schedule, phases: readonly Phase[]): readonly KernelCall[] {
  return phases.flatMap((phase) => calls.filter((call) => call.phase === phase && !call.isWritten))
}

export function isMatrix(operand: unknown): operand is Matrix {
  return typeof operand === 'object' && operand !== null && 'rows' in operand
}
