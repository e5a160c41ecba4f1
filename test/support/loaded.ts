import { transform } from 'esbuild'
import * as runtime from 'loopless/runtime'
import * as float64 from 'loopless/runtime/float64'
import { render } from '../../compiler/9-emit/render.ts'
import type { Forms } from '../../compiler/compile.ts'
import type { Net } from '../../runtime/net.ts'
import type { Precision } from '../../runtime/precision.ts'

/** A generated module, running. */
export interface Loaded {
  create(options: { batch: number; seed?: number; precision?: Precision }): Promise<Net<number, Precision>>
}

/** Renders a network's module, takes its types off, and runs it on the runtime's sources. */
export async function loaded(forms: Forms): Promise<Loaded> {
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
  return module.exports as Loaded
}
