import type { Engine, Sides } from '../../engine.ts'
import type { Memory } from '../../memory.ts'
import type { FloatArrayConstructor } from '../../precision.ts'
import type { Kernels } from '../kernels.ts'
import { type Calls, callsOf, type Exports } from './calls.ts'
import { coreKernels } from './kernels.ts'
import type { moreKernels } from './more.ts'
import { scratchBytes } from './scratch.ts'
import { decode } from './text.ts'
import type { checkedModule } from './whole.ts'

/**
 * Kernels in WebAssembly SIMD, compiled once for all nets; other kernels where that does not work: because there is no
 * WebAssembly or no SIMD, or because the page's policy does not allow to compile.
 *
 * @param file which of the package's files has the same kernels
 * @param core the module that all need, as text
 * @param more gets the other, for nets that call kernels which are not in the core
 * @param otherwise gets the other kernels
 * @param how to change over: with a word on the console, or without
 */
export function simdEngine(
  name: Engine['name'],
  Numbers: FloatArrayConstructor,
  file: Parameters<typeof checkedModule>[1],
  core: string,
  more: () => Promise<Rest>,
  otherwise: () => Promise<Engine>,
  how: 'aloud' | 'quietly' = 'aloud',
): (wasm?: object) => Promise<Engine> {
  let compiled: Promise<Engine> | undefined
  return async (wasm) => {
    if (wasm !== undefined) {
      const { checkedModule, moreKernels } = await more()
      const module = checkedModule(wasm, file)
      return { ...engineOf(name, Numbers, module, async () => ({ module, moreKernels })), module }
    }
    compiled ??= compile(core).then(
      (module) =>
        engineOf(name, Numbers, module, async () => {
          const { module: text, moreKernels } = await more()
          return { module: await compile(text), moreKernels }
        }),
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

/** What nets need that call more than the core: a module, or its text. */
interface More<Module> {
  readonly module: Module
  readonly moreKernels: typeof moreKernels
}

/** All that is not with the core. */
interface Rest extends More<string> {
  readonly checkedModule: typeof checkedModule
}

function engineOf(
  name: Engine['name'],
  Numbers: FloatArrayConstructor,
  core: WebAssembly.Module,
  more: () => Promise<More<WebAssembly.Module>>,
): Engine {
  const callsIn =
    ({ buffer }: Memory, scratch: number, sides: Sides) =>
    ({ exports }: WebAssembly.Instance): Calls =>
      callsOf(exports as Exports, Numbers, buffer, scratch, sides)
  let loading: Promise<More<WebAssembly.Module>> | undefined
  let loaded: More<WebAssembly.Module> | undefined
  return {
    name,
    scratch: (sides) => scratchBytes(Numbers.BYTES_PER_ELEMENT, sides),
    async open(memory, scratch, sides, wanted) {
      const calls = callsIn(memory, scratch, sides)
      const imports = importsOf(memory)
      const kernels = coreKernels(calls(await WebAssembly.instantiate(core, imports)))
      if (suffice(kernels, wanted)) return kernels
      loading ??= more()
      loaded = await loading
      const beside = await WebAssembly.instantiate(loaded.module, imports)
      return { ...kernels, ...loaded.moreKernels(calls(beside), kernels) }
    },
    openNow(memory, scratch, sides, wanted) {
      const calls = callsIn(memory, scratch, sides)
      const imports = importsOf(memory)
      const kernels = coreKernels(calls(new WebAssembly.Instance(core, imports)))
      if (!loaded || suffice(kernels, wanted)) return kernels as Partial<Kernels> as Kernels
      const beside = new WebAssembly.Instance(loaded.module, imports)
      return { ...kernels, ...loaded.moreKernels(calls(beside), kernels) }
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
