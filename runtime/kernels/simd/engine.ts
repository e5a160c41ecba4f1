import type { Engine, Sides } from '../../engine.ts'
import type { Memory } from '../../memory.ts'
import type { FloatArrayConstructor } from '../../precision.ts'
import type { Kernels } from '../kernels.ts'
import { type Calls, callsOf, type Exports } from './calls.ts'
import { coreKernels } from './kernels.ts'
import type { moreKernels } from './more.ts'
import { scratchBytes } from './scratch.ts'
import { decode } from './text.ts'

/**
 * Kernels in WebAssembly SIMD, compiled once for all nets; other kernels where that does not work: because there is no
 * WebAssembly or no SIMD, or because the page's policy does not allow to compile.
 *
 * @param core the module that all need, as text
 * @param more gets the other, for nets that call kernels which are not in the core
 * @param otherwise gets the other kernels
 * @param how to change over: with a word on the console, or without
 */
export function simdEngine(
  name: Engine['name'],
  Numbers: FloatArrayConstructor,
  core: string,
  more: () => Promise<{ readonly module: string }>,
  otherwise: () => Promise<Engine>,
  how: 'aloud' | 'quietly' = 'aloud',
): (wasm?: object) => Promise<Engine> {
  let compiled: Promise<Engine> | undefined
  return (wasm) => {
    const whole = wasm as WebAssembly.Module | undefined
    if (whole) return Promise.resolve(engineOf(name, Numbers, whole, async () => whole))
    compiled ??= compile(core).then(
      (module) => engineOf(name, Numbers, module, async () => compile((await more()).module)),
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

async function compile(embedded: string): Promise<WebAssembly.Module> {
  return WebAssembly.compile(decode(embedded))
}

/** What nets need that call more than the core. */
interface More {
  readonly module: WebAssembly.Module
  readonly moreKernels: typeof moreKernels
}

function engineOf(
  name: Engine['name'],
  Numbers: FloatArrayConstructor,
  core: WebAssembly.Module,
  moreModule: () => Promise<WebAssembly.Module>,
): Engine {
  const bytes = Numbers.BYTES_PER_ELEMENT
  const calls = (
    { exports }: WebAssembly.Instance,
    { buffer }: Memory,
    scratch: number,
    sides: Sides,
  ): Calls => callsOf(exports as Exports, Numbers, buffer, scratch, sides)
  let loading: Promise<More> | undefined
  let loaded: More | undefined

  const load = async (): Promise<More> => {
    const [module, { moreKernels }] = await Promise.all([moreModule(), import('./more.ts')])
    loaded = { module, moreKernels }
    return loaded
  }
  return {
    name,
    scratch: (sides) => scratchBytes(bytes, sides),
    async open(memory, scratch, sides, wanted) {
      const instance = await WebAssembly.instantiate(core, importsOf(memory))
      const kernels = coreKernels(calls(instance, memory, scratch, sides))
      if (suffice(kernels, wanted)) return kernels
      loading ??= load()
      const { module, moreKernels } = await loading
      const beside = await WebAssembly.instantiate(module, importsOf(memory))
      return { ...kernels, ...moreKernels(calls(beside, memory, scratch, sides), kernels) }
    },
    openNow(memory, scratch, sides, wanted) {
      const kernels = coreKernels(
        calls(new WebAssembly.Instance(core, importsOf(memory)), memory, scratch, sides),
      )
      if (!loaded || suffice(kernels, wanted)) return kernels as Partial<Kernels> as Kernels
      const beside = new WebAssembly.Instance(loaded.module, importsOf(memory))
      return { ...kernels, ...loaded.moreKernels(calls(beside, memory, scratch, sides), kernels) }
    },
  }
}

/** Whether nothing else is wanted. */
function suffice(kernels: Partial<Kernels>, wanted: readonly string[] | undefined): kernels is Kernels {
  return wanted?.every((kernel) => kernel in kernels) ?? false
}

function importsOf({ wasm }: Memory): WebAssembly.Imports {
  return { env: { memory: wasm as WebAssembly.Memory } }
}
