// The built command line in a process that stays: `node warm.mjs CLI` runs it once for each message `{ words, cwd }`,
// in that folder, and answers with what it said and the code with which it would have ended.
import { pathToFileURL } from 'node:url'

const [cli] = process.argv.slice(2)
const home = process.cwd()
let runs = 0

process.on('message', async ({ words, cwd }) => {
  const said = { stdout: '', stderr: '' }
  const writers = ['stdout', 'stderr'].map((name) => [name, process[name].write])
  for (const [name] of writers)
    process[name].write = (chunk) => {
      said[name] += chunk
      return true
    }
  process.chdir(cwd)
  process.argv = [process.execPath, cli, ...words]
  runs += 1
  try {
    // Another address, another run of the main module; what it imports is there already.
    await import(`${pathToFileURL(cli)}?${runs}`)
    await new Promise((resolve) => setImmediate(resolve))
  } finally {
    for (const [name, write] of writers) process[name].write = write
    for (const [name] of writers) process[name].removeAllListeners('error')
    process.chdir(home)
  }
  const code = process.exitCode ?? 0
  process.exitCode = 0
  process.send({ code, ...said })
})
