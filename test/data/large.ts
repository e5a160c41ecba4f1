// Trains on a CSV file of a gigabyte (LOOPLESS_MEGABYTES says of how many), made here, and watches the memory of `train`.
// `npm run test:large`; no part of the ordinary tests, for it takes minutes and the space.
import { spawn } from 'node:child_process'
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const MEGABYTES = Number(process.env['LOOPLESS_MEGABYTES'] ?? 1000)
/** The most memory that the whole process may ever have had, in megabytes of a million bytes. */
const MOST = 300

const SPEC = `loopless: 1
network: large
data:
  file: large.csv
  inputs: { X: { columns: [${Array.from({ length: 20 }, (_, i) => `x${i}`).join(', ')}] } }
  targets: { Y: { column: kind } }
  split: { test: 0.1, seed: 1 }
inputs: { X: [20, m] }
targets: { Y: { classes: [low, middle, high] } }
layers:
  - standardize
  - dense: { units: 16, activation: relu }
  - dense: { units: 3, activation: softmax }
loss: cross-entropy
metrics: [accuracy]
training: { optimizer: adam, batch: 256, epochs: 1 }
`

/** A multiplicative congruential generator (Park and Miller): any numbers do. */
let state = 1
function draw(): number {
  state = (state * 48271) % 2147483647
  return state / 2147483647
}

/** Twenty numbers and a class that depends on their sum, line after line. */
function writeCsv(file: string, bytes: number): number {
  const out = openSync(file, 'w')
  let written = writeSync(out, `${Array.from({ length: 20 }, (_, i) => `x${i}`).join(',')},kind\n`)
  let examples = 0
  while (written < bytes) {
    let text = ''
    for (let line = 0; line < 1000; line++) {
      let sum = 0
      for (let i = 0; i < 20; i++) {
        const x = draw() * (i + 1)
        sum += x / (i + 1)
        text += `${x.toFixed(5)},`
      }
      text += `${sum < 9.5 ? 'low' : sum < 10.5 ? 'middle' : 'high'}\n`
      examples += 1
    }
    written += writeSync(out, text)
  }
  closeSync(out)
  return examples
}

/** The most memory a process has had, as Linux counts it. */
function peakOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return (Number(kilobytes) * 1024) / 1e6
  } catch {
    return 0
  }
}

if (process.platform !== 'linux') {
  console.log('memory is only watched on Linux: nothing was measured')
  process.exit(0)
}
const folder = mkdtempSync(join(tmpdir(), 'loopless-large-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
const file = join(folder, 'large.csv')
const examples = writeCsv(file, MEGABYTES * 1e6)
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n')
writeFileSync(join(folder, 'large.yaml'), SPEC)
console.log(`${(statSync(file).size / 1e6).toFixed(0)} MB, ${examples.toLocaleString('en')} examples`)

const began = performance.now()
const child = spawn(process.execPath, [resolve('dist/compiler/cli.js'), 'train', 'large.yaml'], {
  cwd: folder,
  stdio: 'inherit',
})
let peak = 0
const watch = setInterval(() => {
  peak = Math.max(peak, peakOf(child.pid))
}, 50)
child.on('exit', (code) => {
  clearInterval(watch)
  const seconds = (performance.now() - began) / 1000
  console.log(`${seconds.toFixed(0)} s, at most ${peak.toFixed(0)} MB of memory (${MOST} are allowed)`)
  process.exit(code === 0 && peak > 0 && peak <= MOST ? 0 : 1)
})
