import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { javascriptOf } from '../../compiler/9-emit/javascript.ts'
import { render } from '../../compiler/9-emit/render.ts'
import { compiled } from '../support/compiled.ts'
import { inFolder } from '../support/folder.ts'

/* Threads import JavaScript, so this is the runtime as it is built, in a process of its own. */

const RUNTIME = pathToFileURL('dist/runtime/index.js').href
const WORKERS = pathToFileURL('dist/runtime/workers/node-index.js').href

/** A batch of 7 has parts of 4 and 3, or of 3, 2 and 2; the last of 23 examples has 2, fewer than three workers. */
const SPEC = `loopless: 1
network: small
inputs: { X: [3, m] }
targets: { Y: [2, m] }
layers:
  - standardize
  - dense: { units: 5, activation: tanh }
  - dropout: 0.4
  - dense: { units: 2 }
loss: squared-error
regularization: { l2: 0.05 }
training: { optimizer: { momentum: { rate: 0.05 } }, batch: 7, epochs: 4 }
`

const PRELUDE = `
import { createHash } from 'node:crypto'
import { fit, Matrix, sourceOf } from '${RUNTIME}'
import { workers } from '${WORKERS}'
import { create } from './small.js'
const module = new URL('./small.js', import.meta.url)
const X = Matrix.zeros(3, 23)
const Y = Matrix.zeros(2, 23)
X.data.forEach((_, i) => { X.data[i] = Math.sin(3 * i + 1) })
Y.data.forEach((_, i) => { Y.data[i] = Math.cos(2 * i) })
const data = { X, Y }
const make = () => create({ batch: 7, seed: 5 })
const bits = (net) => createHash('sha256').update(net.save({ optimizer: true })).digest('hex')
const trained = async (options) => {
  const net = await make()
  const history = await fit(net, data, { epochs: 4, ...options })
  return { bits: bits(net), parameters: [...net.blocks.parameters.data], losses: history.epochs.map(({ loss }) => loss) }
}
const thrown = (promise) => promise.then(() => 'nothing', ({ name, message }) => name + ': ' + message)
const tell = (value) => console.log(JSON.stringify(value))
`

interface Told {
  readonly code: number | null
  readonly said: unknown
  readonly complaint: string
}

/** Node 20 has relaxed SIMD behind a flag. */
const FLAGS = process.version.startsWith('v20.') ? ['--experimental-wasm-relaxed-simd'] : []

/** What a script tells that trains the network above. */
async function run(
  script: string,
  spec = SPEC,
  files: Readonly<Record<string, string>> = {},
  flags: readonly string[] = [],
): Promise<Told> {
  const text = javascriptOf(await render(compiled(spec, files).emit)).replaceAll(
    /(['"])loopless\/runtime\1/g,
    `'${RUNTIME}'`,
  )
  return inFolder(
    { 'package.json': '{ "type": "module" }', 'small.js': text, 'script.js': PRELUDE + script },
    (folder) =>
      new Promise((resolve) => {
        const child = spawn(process.execPath, [...flags, join(folder, 'script.js')])
        let [out, complaint] = ['', '']
        child.stdout.on('data', (chunk) => {
          out += chunk
        })
        child.stderr.on('data', (chunk) => {
          complaint += chunk
        })
        child.on('close', (code) =>
          resolve({ code, said: out.trim() === '' ? undefined : JSON.parse(out), complaint }),
        )
      }),
  )
}

describe('workers', () => {
  it.each([2, 3])('of the same number, %i, give the same bits on every run', async (count) => {
    const { said, complaint } = await run(`
      const runs = []
      for (let i = 0; i < 3; i++) runs.push(await trained({ workers: workers(${count}, module) }))
      const alone = await trained({})
      tell({ bits: runs.map(({ bits }) => bits), parameters: runs[0].parameters, losses: runs[0].losses, alone })`)
    expect(complaint).toBe('')
    const { bits, parameters, losses, alone } = said as {
      bits: string[]
      parameters: number[]
      losses: number[]
      alone: { parameters: number[]; losses: number[] }
    }
    expect(new Set(bits).size).toBe(1)
    // Dropout draws what it would draw, l2 counts once, and the last batch has fewer columns than others.
    for (const [i, x] of alone.parameters.entries()) expect(Math.abs(parameters[i]! - x)).toBeLessThan(1e-5)
    for (const [i, x] of alone.losses.entries()) expect(Math.abs(losses[i]! - x) / x).toBeLessThan(1e-5)
  })

  it.each([2, 3])(
    'add up many gradients in ranges, to the same bits on every run, %i of them',
    async (count) => {
      const { said, complaint } = await run(
        `
      const gradients = async (options) => {
        const net = await make()
        await fit(net, data, { iterations: 1, ...options })
        return net.blocks.gradients.data
      }
      const alone = await gradients({})
      const [first, second] = [
        await gradients({ workers: workers(${count}, module) }),
        await gradients({ workers: workers(${count}, module) }),
      ]
      tell({
        length: alone.length,
        same: first.every((x, i) => x === second[i]),
        largest: alone.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
        zeros: alone.filter((x) => x === 0).length,
        off: alone.filter((x, i) => Math.abs(x - first[i]) > 1e-5 * Math.max(1e-3, Math.abs(x))).length,
      })`,
        SPEC.replace('units: 5', 'units: 6007').replace('  - dropout: 0.4\n', ''),
      )
      expect(complaint).toBe('')
      const { length, same, largest, zeros, off } = said as {
        length: number
        same: boolean
        largest: number
        zeros: number
        off: number
      }
      expect(length).toBe(6007 * (3 + 1 + 2) + 2)
      expect(same).toBe(true)
      expect(largest).toBeGreaterThan(0.1)
      expect(zeros).toBeLessThan(length / 100)
      expect(off).toBe(0)
    },
  )

  it('of which there is one gives the bits of none', async () => {
    const { said } = await run(`
      const [one, none] = [await trained({ workers: workers(1, module) }), await trained({})]
      tell([one.bits, none.bits])`)
    const [one, none] = said as string[]
    expect(one).toBe(none)
  })

  it('go on from a checkpoint to the same bits, and refuse one of another number by name', async () => {
    const { said } = await run(`
      let half
      const checkpoints = { write: (bytes) => { half = bytes } }
      const whole = await trained({ workers: workers(2, module) })
      await fit(await make(), data, { iterations: 6, workers: workers(2, module), checkpoints })
      const resumed = await trained({ resume: half, workers: workers(2, module) })
      tell({
        same: whole.bits === resumed.bits,
        three: await thrown(trained({ resume: half, workers: workers(3, module) })),
        none: await thrown(trained({ resume: half })),
      })`)
    expect(said).toEqual({
      same: true,
      three: expect.stringContaining('workers: 3 here, 2 in the checkpoint'),
      none: expect.stringContaining('workers: none here, 2 in the checkpoint'),
    })
  })

  it.each(['float32', 'float32Relaxed', 'float32Reference', 'float64', 'float64Reference'])(
    'compute with the kernels of a net in %s',
    async (precision) => {
      const { said, complaint } = await run(
        `
        import { writeFileSync, readFileSync } from 'node:fs'
        import { float32 } from '${RUNTIME}'
        import { float64 } from '${RUNTIME.replace('index', 'float64')}'
        import { float32Relaxed } from '${RUNTIME.replace('index', 'relaxed')}'
        import { float32Reference, float64Reference } from '${RUNTIME.replace('index', 'reference')}'
        const net = await create({ batch: 7, seed: 5, precision: ${precision} })
        const { engine } = net.arena
        // What a part's forward is called with tells which kernels call it.
        const telling = new URL('./telling.js', import.meta.url)
        writeFileSync(telling, readFileSync(module, 'utf8') + \`
          import { isMainThread } from 'node:worker_threads'
          const { forward } = Small.prototype
          Small.prototype.forward = function (...ports) {
            if (!isMainThread && this.stepNumber >= 3)
              throw new Error(this.precision.name + ' by ' + this.arena.engine.name)
            return forward.call(this, ...ports)
          }\`)
        tell({
          own: net.precision.name + ' by ' + engine.name,
          others: await thrown(fit(net, data, { epochs: 1e6, workers: workers(2, telling) })),
        })`,
        SPEC,
        {},
        FLAGS,
      )
      expect(complaint).toBe('')
      const { own, others } = said as { own: string; others: string }
      expect(others).toBe(`Error: a worker failed: ${own}`)
      expect(own).toBe(
        `${precision.replace(/Relaxed|Reference/, '')} by ${precision.includes('Relaxed') ? 'relaxed simd' : precision.includes('Reference') ? 'reference' : 'simd'}`,
      )
    },
  )

  it('are given the kernels’ module where the net was', async () => {
    const { said, complaint } = await run(`
      import { readFileSync } from 'node:fs'
      const wasm = await WebAssembly.compile(readFileSync(new URL('${RUNTIME.replace('index.js', 'float32.wasm')}')))
      const trainedBy = async (options) => {
        const net = await create({ batch: 7, seed: 5, ...options })
        await fit(net, data, { epochs: 2, workers: workers(2, module) })
        return [bits(net), net.arena.engine.module === options.wasm]
      }
      tell([await trainedBy({ wasm }), await trainedBy({})])`)
    expect(complaint).toBe('')
    const [[given, isGiven], [embedded, isNothing]] = said as [[string, boolean], [string, boolean]]
    expect(given).toBe(embedded)
    expect([isGiven, isNothing]).toEqual([true, true])
  })

  it.each([2, 3, 5])(
    'in the number of %i add up the same of a source that only the caller can read',
    async (count) => {
      const { said, complaint } = await run(`
      const source = { examples: 23, gather: (...words) => sourceOf([X, Y]).gather(...words) }
      const net = await make()
      await fit(net, source, { epochs: 4, workers: workers(${count}, module) })
      tell([bits(net), (await trained({ workers: workers(${count}, module) })).bits])`)
      expect(complaint).toBe('')
      const [gathered, shared] = said as string[]
      expect(gathered).toBe(shared)
    },
  )

  it.each([
    ['few gradients', SPEC],
    ['gradients in ranges', SPEC.replace('units: 5', 'units: 6007')],
  ])('that are late have their parts computed by the main thread, to the same bits: %s', async (_, spec) => {
    const { said, complaint } = await run(
      `
      import { writeFileSync, readFileSync } from 'node:fs'
      // A thread claims its part by a word that it compares and exchanges: who never can, never has one.
      const only = (who) => {
        const url = new URL('./only-' + who + '.js', import.meta.url)
        writeFileSync(url, readFileSync(module, 'utf8') + \`
          import { isMainThread } from 'node:worker_threads'
          if (!isMainThread && '\${who}' === 'main') Atomics.compareExchange = () => 0\`)
        return url
      }
      const counted = async (who, source) => {
        const net = await make()
        let calls = 0
        const forward = net.forward
        net.forward = (...ports) => { calls += 1; return forward.apply(net, ports) }
        const { compareExchange } = Atomics
        if (who === 'workers') Atomics.compareExchange = () => 0
        await fit(net, source, { epochs: 2, workers: workers(3, only(who)) })
        Atomics.compareExchange = compareExchange
        return { calls, bits: bits(net), values: [net.values.A1.columns, ...net.values.A1.copy().data] }
      }
      const gathering = { examples: 23, gather: (...words) => sourceOf([X, Y]).gather(...words) }
      tell([
        await counted('workers', data),
        await counted('main', data),
        await counted('main', gathering),
      ])`,
      spec.replace('layers:', 'keep: [A1]\nlayers:'),
    )
    expect(complaint).toBe('')
    const [workers, main, gathered] = said as { calls: number; bits: string; values: number[] }[]
    // Of 23 examples each epoch has three batches of three parts, and one of two.
    expect([workers!.calls, main!.calls, gathered!.calls]).toEqual([8, 22, 22])
    for (const each of [main!, gathered!]) {
      expect(each.bits).toBe(workers!.bits)
      expect(each.values).toEqual(workers!.values)
    }
  })

  it('leave to the net the gradients of the whole batch, and values of its own columns', async () => {
    const { said, complaint } = await run(
      `
      const alone = await make()
      const shared = await make()
      for (const [net, options] of [[alone, {}], [shared, { workers: workers(2, module) }]])
        await fit(net, data, { iterations: 1, shuffle: false, ...options })
      const { A1 } = shared.values
      const [rows, columns] = [A1.rows, A1.columns]
      tell({
        columns,
        values: Math.max(...Array.from({ length: rows * columns }, (_, i) => {
          const [r, c] = [Math.floor(i / columns), i % columns]
          return Math.abs(A1.at(r, c) - alone.values.A1.at(r, c))
        })),
        gradients: Math.max(...alone.blocks.gradients.data.map((x, i) => Math.abs(x - shared.blocks.gradients.data[i]))),
        largest: Math.max(...alone.blocks.gradients.data.map(Math.abs)),
      })`,
      SPEC.replace('layers:', 'keep: [A1]\nlayers:'),
    )
    expect(complaint).toBe('')
    const { columns, values, gradients, largest } = said as Record<string, number>
    expect([columns, values]).toEqual([4, 0])
    expect(gradients! / largest!).toBeLessThan(1e-6)
  })

  it('are refused where they do not fit', async () => {
    const { said } = await run(`
      const foreign = new URL('data:text/javascript,export const create = 3')
      tell([
        await thrown(trained({ workers: workers(8, module) })),
        await thrown((async () => workers(0, module))()),
        await thrown((async () => workers(1.5, module))()),
        await thrown(trained({ workers: workers(2, new URL('./missing.js', module)) })),
        await thrown(trained({ workers: workers(2, foreign) })),
      ])`)
    expect(said).toEqual([
      'RangeError: 8 workers cannot share 7 columns: a batch needs one for each',
      'RangeError: workers must be a whole number of 1 or more, not 0',
      'RangeError: workers must be a whole number of 1 or more, not 1.5',
      expect.stringMatching(/^Error: a worker failed: .*missing\.js/),
      expect.stringMatching(/^Error: a worker failed: .* is no generated module that trains$/),
    ])
  })

  it.each([
    [['--input-type=module']],
    [['--input-type', 'module', '--conditions=own']],
    // A flag that no thread may have of its own.
    [['--expose-gc', '--input-type=module']],
  ])('work for a program that is text, by %s', async (flags) => {
    const { code, said, complaint } = await run(
      `
      import { spawnSync } from 'node:child_process'
      import { readFileSync } from 'node:fs'
      const script = readFileSync(new URL('./script.js', import.meta.url), 'utf8')
      const text = script.slice(0, script.indexOf('import { spawnSync }'))
        .replaceAll('./small.js', module.href).replace(", import.meta.url)", ')')
        + "await trained({ workers: workers(2, module) }); tell('trained')"
      const { stdout, stderr } = spawnSync(process.execPath, [...${JSON.stringify(flags)}, '-'], { input: text, encoding: 'utf8' })
      tell([stdout.trim(), stderr])`,
    )
    expect(complaint).toBe('')
    expect([code, said]).toEqual([0, ['"trained"', '']])
  })

  it('are refused where the network has a batch of its own, in the words of the command line', async () => {
    const fixed = SPEC.replace('[3, m]', '[3, 4]').replace('[2, m]', '[2, 4]').replace('batch: 7, ', '')
    const { said, complaint } = await run(
      `
      const eight = { X: Matrix.zeros(3, 8), Y: Matrix.zeros(2, 8) }
      const fitted = async (count) => fit(await create({ seed: 5 }), eight, { epochs: 1, workers: workers(count, module) })
      tell([await thrown(fitted(2)), await thrown(fitted(1))])`,
      fixed,
    )
    expect(complaint).toBe('')
    expect(said).toEqual([
      'RangeError: `small` trains on 4 examples at once, and workers on parts of a batch: write the batch as `m` in its inputs and targets',
      'nothing',
    ])
  })

  it('are refused by the equation for which batches cannot be parted', async () => {
    const { said } = await run(
      `tell(await thrown(trained({ workers: workers(2, module) })))`,
      SPEC.replace('loss: squared-error', 'loss: spread').replace('layers:', 'words: [spread.yaml]\nlayers:'),
      {
        'spread.yaml': `loopless: 1
loss: spread
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  center: mean(A, over=m)
  J: mean(sum((A - Y)^2 + (A - center)^2, over=k), over=m)`,
      },
    )
    expect(said).toMatch(
      /^RangeError: `small` trains with one worker: its loss is no sum over examples, by center = .*network\.yaml:\d+\)$/,
    )
  })

  it('end when training is aborted, diverges, or the process has nothing else to do', async () => {
    const { code, said, complaint } = await run(`
      import { existsSync, readdirSync } from 'node:fs'
      // Threads of the process, where the system tells.
      const threads = () => existsSync('/proc/self/task') ? readdirSync('/proc/self/task').length : 0
      await trained({ workers: workers(3, module) })
      const before = threads()
      let during
      const abort = new AbortController()
      const aborted = await thrown(trained({
        epochs: 1e6, workers: workers(2, module), signal: abort.signal,
        onStep: ({ step }) => {
          during = threads()
          if (step === 50) abort.abort(new Error('enough'))
        },
      }))
      const afterwards = threads()
      const net = await make()
      net.hyperparameters.rate = 1e30
      const diverged = await thrown(fit(net, data, { epochs: 40, workers: workers(3, module) }))
      tell({ aborted, diverged, started: during > before || before === 0, ended: [afterwards - before, threads() - before] })`)
    expect(complaint).toBe('')
    expect(code).toBe(0)
    expect(said).toEqual({
      aborted: 'Error: enough',
      diverged: expect.stringMatching(
        /^NonFiniteLossError: the loss is (NaN|Infinity|-Infinity) in step \d+/,
      ),
      started: true,
      ended: [0, 0],
    })
  })

  it('that crash say why, and those that vanish are missed', async () => {
    const { said } = await run(`
      import { writeFileSync, readFileSync } from 'node:fs'
      const dying = (how) => {
        const url = new URL('./dying-' + how.length + '.js', import.meta.url)
        writeFileSync(url, readFileSync(module, 'utf8') + \`
          import { isMainThread } from 'node:worker_threads'
          const { backward } = Small.prototype
          Small.prototype.backward = function () {
            if (!isMainThread && this.stepNumber >= 5) { \${how} }
            return backward.call(this)
          }\`)
        return url
      }
      tell([
        await thrown(trained({ epochs: 1e6, workers: workers(2, dying("throw new Error('no more')")) })),
        await thrown(trained({ epochs: 1e6, workers: workers(2, dying('process.exit(3)')) })),
      ])`)
    expect(said).toEqual([
      'Error: a worker failed: no more',
      'Error: a worker ended before its work did (exit code 3)',
    ])
  })

  it('end with the process', async () => {
    const { code, said } = await run(`
      await trained({
        epochs: 1e6, workers: workers(2, module),
        onStep: ({ step }) => { if (step === 20) { tell('ending'); process.exit(4) } },
      })`)
    expect([code, said]).toEqual([4, 'ending'])
  })
})

it('one thread’s program holds nothing of workers', () => {
  expect(readFileSync('dist/runtime/fit.js', 'utf8')).not.toMatch(/worker_threads|Atomics|workers\/index/)
})
