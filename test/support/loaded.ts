import { transform } from 'esbuild'
import * as runtime from 'loopless/runtime'
import * as float64 from 'loopless/runtime/float64'
import { render } from '../../compiler/9-emit/render.ts'
import type { Forms } from '../../compiler/compile.ts'
import type { Net } from '../../runtime/net.ts'
import type { Precision } from '../../runtime/precision.ts'
import type { Matrix } from '../../runtime/tensor.ts'

/** A generated module, running. */
export interface Loaded {
  create(options: { batch: number; seed?: number; precision?: Precision }): Promise<Net<number, Precision>>
}

/** What a network of equations computes. */
export type Evaluate = (inputs: Readonly<Record<string, number | Matrix>>) => Readonly<
  Record<string, number | Matrix>
> & {
  readonly gradients?: Readonly<Record<string, number | Matrix>>
}

/** The module of a network of equations: over plain numbers a function, over matrices a class. */
export interface LoadedFormula {
  readonly evaluate?: Evaluate
  create(options: { batch: number }): Promise<{ evaluate: Evaluate }>
}

/** Renders a network's module, takes its types off, and runs it on the runtime's sources. */
export async function loaded<T = Loaded>(forms: Forms): Promise<T> {
  const text = await render(forms.emit)
  const { code } = await transform(text, { loader: 'ts', format: 'cjs', target: 'es2022' })
  const module = { exports: {} }
  const require = (name: string): unknown => {
    if (name === 'loopless/runtime') return runtime
    if (name === 'loopless/runtime/float64') return float64
    if (name === `./${forms.emit.fileName.replace(/\.ts$/, '.js')}`) return module.exports
    throw new Error(`a generated module imports ${name}`)
  }
  new Function('require', 'module', 'exports', code)(require, module, module.exports)
  return module.exports as T
}
