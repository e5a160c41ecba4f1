import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { builtCli } from '../commands/support/built.ts'
import { type Project, project } from '../commands/support/project.ts'
import { Random } from '../support/random.ts'

/**
 * `generate` is killed at moments drawn from a seed; every module that is there is whole, the old one or the new one, and
 * the next run makes all of them new, and leaves nothing else. `npm run test:kill` kills 50 times.
 */
const KILLS = Number(process.env['LOOPLESS_KILLS'] ?? 4)
const NETWORKS = 40

/** Each has more layers than the one before; of the old and the new, the lengths differ too. */
function specs(units: number): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Array.from({ length: NETWORKS }, (_, i) => [
      `specs/net-${i}.yaml`,
      `loopless: 1
network: net-${i}
summary: ${'As it was. '.repeat(units)}
inputs: { X: [3, m] }
layers:
${`  - dense: { units: ${units}, activation: tanh }\n`.repeat(1 + (i % 3))}  - dense: 2
`,
    ]),
  )
}

it(`every module is the old or the new one after each of ${KILLS} kills`, {
  timeout: 60_000 + 8000 * KILLS,
}, async () => {
  const random = new Random(2027)
  const app = project(specs(4))
  await generated(app)
  const old = modulesOf(app)
  app.write(specs(5))
  const took = await generated(app)
  const fresh = modulesOf(app)
  expect(old.size).toBe(NETWORKS)
  expect([...fresh].filter(([file, text]) => old.get(file) === text)).toEqual([])
  const writes = { some: 0, all: 0, none: 0 }
  let halvesLeft = 0
  for (let kills = 0; kills < KILLS; kills++) {
    app.write(Object.fromEntries([...old].map(([file, text]) => [`generated/${file}`, text])))
    // Most of them while files are written, which is at the end.
    const after = kills % 4 === 0 ? random.between(0, 1) * took : undefined
    await generated(app, after ?? { written: random.integer(1, NETWORKS - 1), old })
    const left = modulesOf(app)
    expect([...left.keys()]).toEqual([...old.keys()])
    for (const [file, text] of left)
      expect(text === old.get(file) || text === fresh.get(file), `${file} is torn`).toBe(true)
    const isNew = [...left].filter(([file, text]) => text === fresh.get(file)).length
    // Halves of files have names that nobody reads, and are never more than the one that was written.
    const halves = othersIn(app)
    expect(halves.filter((file) => !/^\.net-\d+\.ts\.\d+\.loopless$/.test(file))).toEqual([])
    expect(halves.length).toBeLessThan(2)
    halvesLeft += halves.length
    writes[isNew === 0 ? 'none' : isNew === NETWORKS ? 'all' : 'some']++
  }
  expect(writes.some).toBeGreaterThan(0)
  await generated(app)
  expect(modulesOf(app)).toEqual(fresh)
  expect(othersIn(app)).toEqual([])
  if (KILLS > 4)
    console.log(
      `killed ${KILLS} times: ${JSON.stringify(writes)}, ${halvesLeft} halves of files left and swept up`,
    )
})

function othersIn({ path }: Project): readonly string[] {
  return readdirSync(path('generated')).filter((file) => !file.endsWith('.ts'))
}

/** What modules there are. */
function modulesOf({ path, read }: Project): ReadonlyMap<string, string> {
  const files = readdirSync(path('generated')).filter((file) => file.endsWith('.ts'))
  return new Map(files.sort().map((file) => [file, read(`generated/${file}`)]))
}

type Moment = number | { readonly written: number; readonly old: ReadonlyMap<string, string> }

/** Milliseconds it took; killed after so many, or when it has written so many modules. */
function generated({ folder, path, read }: Project, moment?: Moment): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, [builtCli(), 'generate'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const kill = () => child.kill('SIGKILL')
    const timer = typeof moment === 'number' ? setTimeout(kill, moment) : undefined
    const watch = typeof moment === 'object' ? setInterval(look, 1) : undefined
    /** Modules are written in the order of their specs. */
    function look(): void {
      if (typeof moment !== 'object') return
      const file = [...moment.old.keys()][moment.written - 1]!
      if (read(`generated/${file}`) !== moment.old.get(file)) kill()
    }
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      clearInterval(watch)
      if (signal === 'SIGKILL' || code === 0) resolve(performance.now() - began)
      else reject(new Error(`${path('.')} ${said}`))
    })
  })
}
