/**
 * The course's two networks that recognise cats, trained for all 2,500 iterations and held to the cost of every one.
 *
 *     npm run test:cat            # bundles this file with esbuild and runs it with Node; some minutes
 *
 * The pictures have no licence and do not belong to the project: where ../shared/data/cat is absent, so is the check.
 */
import { existsSync, readFileSync } from 'node:fs'
import { evaluate, type Matrix, type Net, fit as train } from 'loopless/runtime'
import { type Float64, float64 } from 'loopless/runtime/float64'
import * as cat from '../generated/cat.ts'
import * as catShallow from '../generated/cat-shallow.ts'

const folder = '../shared/data/cat'
const ITERATIONS = 2500
const TOLERANCE = 1e-9

interface Run {
  readonly name: string
  /** `deep_init.safetensors`, `deep_costs.f64` */
  readonly files: string
  readonly create: () => Promise<Net<number, Float64>>
  readonly accuracy: { readonly training: number; readonly test: number }
}

const EXAMPLES = 209

const runs: readonly Run[] = [
  {
    name: 'cat',
    files: 'deep',
    create: () => cat.create({ batch: EXAMPLES, precision: float64 }),
    accuracy: { training: 0.985645933014354, test: 0.8 },
  },
  {
    name: 'cat-shallow',
    files: 'two',
    create: () => catShallow.create({ batch: EXAMPLES, precision: float64 }),
    accuracy: { training: 1, test: 0.72 },
  },
]

/** Bytes of pictures, one after another, as columns of numbers from 0 to 1. */
function pictures(file: string): Matrix<12288> {
  return cat.X(Float64Array.from(readFileSync(`${folder}/${file}`), (byte) => byte / 255))
}

function costsOf(file: string): readonly number[] {
  const bytes = readFileSync(`${folder}/${file}`)
  return Array.from({ length: bytes.length / 8 }, (_, i) => bytes.readDoubleLE(8 * i))
}

async function main(): Promise<boolean> {
  if (!existsSync(folder)) {
    console.log(`${folder} is absent: nothing was checked`)
    return true
  }
  const labels = JSON.parse(readFileSync(`${folder}/labels.json`, 'utf8'))
  const training = { X: pictures('train_x.u8'), Y: cat.Y(labels.train_y) }
  const test = { X: pictures('test_x.u8'), Y: cat.Y(labels.test_y) }
  let good = true
  for (const { name, files, create, accuracy } of runs) {
    const published = costsOf(`${files}_costs.f64`)
    const net = await create()
    net.load(readFileSync(`${folder}/${files}_init.safetensors`))
    const began = performance.now()
    let [largest, where] = [0, 0]
    const { steps } = await train(net, training, {
      iterations: ITERATIONS,
      onStep: ({ step, loss }) => {
        const expected = published[step - 1]!
        const deviation = Math.abs(loss - expected) / expected
        if (deviation > largest) [largest, where] = [deviation, step - 1]
        if (step % 500 === 1 || step === ITERATIONS)
          console.log(`${name}  iteration ${step - 1}  cost ${loss}  published ${expected}`)
      },
    })
    const seconds = (performance.now() - began) / 1000
    const inTraining = Number(evaluate(net, training)['binaryAccuracy'])
    const inTest = Number(evaluate(net, test)['binaryAccuracy'])
    console.log(`${name}  largest relative deviation of a cost ${largest}, in iteration ${where}`)
    console.log(`${name}  accuracy ${inTraining} in training, ${inTest} in test`)
    console.log(`${name}  ${seconds.toFixed(1)} s, ${((1000 * seconds) / steps).toFixed(1)} ms a step`)
    const checks: Record<string, boolean> = {
      [`${ITERATIONS} costs are published`]: published.length === ITERATIONS && steps === ITERATIONS,
      [`no cost deviates by more than ${TOLERANCE}`]: largest <= TOLERANCE,
      [`training accuracy is ${accuracy.training}`]: Math.abs(inTraining - accuracy.training) < 1e-12,
      [`test accuracy is ${accuracy.test}`]: Math.abs(inTest - accuracy.test) < 1e-12,
    }
    for (const [check, holds] of Object.entries(checks)) {
      console.log(`${name}  ${holds ? 'ok  ' : 'FAIL'}  ${check}`)
      good &&= holds
    }
  }
  return good
}

process.exitCode = (await main()) ? 0 : 1
