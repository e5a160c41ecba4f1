import { it } from 'vitest'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { Random } from '../support/random.ts'
const opt = (attrs: string, state: string, update: string) => ({ 'opt.yaml': `loopless: 1\noptimizer: opt\nattributes: { ${attrs} }\nstate: { ${state} }\nupdate:\n${update}` })
const net = (o: { layers?: string, more?: string, inputs?: string, words?: string, opt?: string, metrics?: string, keep?: string }) => `loopless: 1
network: t
${o.words ? `words: [${o.words}]` : ''}
inputs: { ${o.inputs ?? 'X: [3, m]'} }
targets: { Y: [2, m] }
layers:
${o.layers ?? '  - dense: 2'}
loss: squared-error
${o.metrics ? `metrics: ${o.metrics}` : ''}
${o.keep ? `keep: ${o.keep}` : ''}
training: { optimizer: ${o.opt ?? 'gradient-descent'} }
`.replace(/\n+/g, '\n')
const rate = 'rate: { type: number, default: 0.1 }'
it('x', async () => {
  const tries: Record<string, [string, Record<string, string>]> = {}
  for (const s of ['parameters', 'gradients', 'fitted', 'J', 'kernels', 'blocks', 'W1', 'dW1', 'this', 'class', 'seed'])
    tries[`state ${s}`] = [net({ words: 'opt.yaml', opt: 'opt' }), opt(rate, `${s}: zeros`, `  ${s}: 0.5 * ${s} + gradient\n  parameter: parameter - rate * ${s}\n`)]
  for (const s of ['in', 'class', 'new', 'default', 'parameters', 'gradients', 'step_', 'm', 'J', 'Math', 'scalar', 'constructor', '__proto__', 'beta-two'])
    tries[`attribute ${s}`] = [net({ words: 'opt.yaml', opt: 'opt' }), opt(`${s}: { type: number, default: 0.1 }`, '', `  parameter: parameter - ${s} * gradient * exp(${s})\n`.replace('state: {  }\n', ''))]
  for (const s of ['model', 'constructor', 'J', 'X', 'Y', 'forward', 'W1', 'A', '__proto__', 'step', 'predictor', 'kernels', 'class', 'toString'])
    tries[`as ${s}`] = [net({ layers: `  - dense: { units: 4, activation: tanh }\n    as: ${s}\n  - dense: 2\n` }), {}]
  for (const s of ['W1', 'b1', 'A1', 'Z1', 'dW1', 'J', 'parameters', 'model', 'batch', 'm', 'seed', '__proto__', 'constructor', 'this', 'create', 'columns', 'Matrix', 'T', 'P', 'M'])
    tries[`input ${s}`] = [net({ inputs: `${s}: [3, m]` }), {}]
  tries['metric twice'] = [net({ metrics: '[accuracy, accuracy]' }), {}]
  tries['metric loss'] = [net({ words: 'loss.yaml', metrics: '[loss]' }), { 'loss.yaml': 'loopless: 1\nmetric: loss\ninput: { A: [k, m] }\ntarget: { Y: [k, m] }\nequations:\n  r: mean(mean(A * Y, over=k), over=m)\n' }]
  tries['metric J'] = [net({ words: 'loss.yaml', metrics: '[j]' }), { 'loss.yaml': 'loopless: 1\nmetric: j\ninput: { A: [k, m] }\ntarget: { Y: [k, m] }\nequations:\n  J: mean(mean(A * Y, over=k), over=m)\n' }]
  for (const k of ['[J]', '[Z1]', '[A1]', '[X]', '[W1]', '[Z1, Z1]']) tries[`keep ${k}`] = [net({ keep: k }), {}]
  for (const [name, [text, files]] of Object.entries(tries)) {
    try {
      const forms = compiled(text.replace('attributes: {  }\n', ''), Object.fromEntries(Object.entries(files).map(([k, v]) => [k, v.replace('state: {  }\n', '').replace('attributes: {  }\n', '')])))
      const n = await (await loaded(forms)).create({ batch: 4 })
      const X = Matrix.of(3, 4, new Random(1).array(12, -1, 1)); const Y = Matrix.zeros(2, 4)
      const l = [n.step(X, Y), n.step(X, Y), n.step(X, Y)]
      n.evaluate(X, Y)
      console.log('OK  ', name, l.every(Number.isFinite) && l[2]! < l[0]! ? '' : l)
    } catch (e) { console.log((e as Error).message.startsWith('E') ? 'said' : 'BAD ', name, (e as Error).message.split('\n')[0]) }
  }
})
