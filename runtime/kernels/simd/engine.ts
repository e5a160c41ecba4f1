import type { Engine, Sides } from '../../engine.ts'
import type { Memory } from '../../memory.ts'
import type { FloatArrayConstructor } from '../../precision.ts'
import type { Kernels } from '../kernels.ts'
import { type Exports, simdKernels } from './kernels.ts'
import { scratchBytes } from './scratch.ts'
import { decode, type Text } from './text.ts'

/**
 * Kernels in WebAssembly SIMD, compiled once for all nets; other kernels where that does not work: because there is no
 * WebAssembly or no SIMD, or because the page's policy does not allow to compile.
 *
 * @param embedded the module's bytes
 * @param otherwise gets the other kernels
 * @param how to change over: with a word on the console, or without
 */
export function simdEngine(
  name: Engine['name'],
  Numbers: FloatArrayConstructor,
  embedded: Text,
  otherwise: () => Promise<Engine>,
  how: 'aloud' | 'quietly' = 'aloud',
): (wasm?: object) => Promise<Engine> {
  let compiled: Promise<Engine> | undefined
  return (wasm) => {
    if (wasm) return Promise.resolve(engineOf(name, Numbers, wasm as WebAssembly.Module))
    compiled ??= compile(embedded).then(
      (module) => engineOf(name, Numbers, module),
      (error: unknown) => {
        if (how === 'aloud')
          globalThis.console?.warn(
            `loopless: no WebAssembly SIMD, the slower reference kernels compute (${error})`,
          )
        return otherwise()
      },
    )
    return compiled
  }
}

async function compile(embedded: Text): Promise<WebAssembly.Module> {
  return WebAssembly.compile(decode(embedded))
}

function engineOf(name: Engine['name'], Numbers: FloatArrayConstructor, module: WebAssembly.Module): Engine {
  const bytes = Numbers.BYTES_PER_ELEMENT
  const kernels = (
    { exports }: WebAssembly.Instance,
    { buffer }: Memory,
    scratch: number,
    sides: Sides,
  ): Kernels => simdKernels(exports as Exports, Numbers, buffer, scratch, sides)
  return {
    name,
    scratch: (sides) => scratchBytes(bytes, sides),
    open: async (memory, scratch, sides) =>
      kernels(await WebAssembly.instantiate(module, importsOf(memory)), memory, scratch, sides),
    openNow: (memory, scratch, sides) =>
      kernels(new WebAssembly.Instance(module, importsOf(memory)), memory, scratch, sides),
  }
}

function importsOf({ wasm }: Memory): WebAssembly.Imports {
  return { env: { memory: wasm as WebAssembly.Memory } }
}
