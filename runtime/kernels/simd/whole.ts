import { marks } from './embedded/marks.ts'

/**
 * The module that somebody else has compiled, if it holds these kernels. Others would compute too, and nonsense: their
 * functions have the same names, and are called with numbers alone.
 *
 * @throws TypeError when it is no module, and where there are none
 * @throws RangeError when it holds other kernels, another version's, or none
 */
export function checkedModule(wasm: object, file: keyof typeof marks): WebAssembly.Module {
  if (typeof WebAssembly === 'undefined')
    throw new TypeError('`wasm` is a module of WebAssembly, and this platform has none: leave it out')
  const names = namesOf(wasm)
  if (names.includes(marks[file])) return wasm as WebAssembly.Module
  const found = names.flatMap((name) => /^loopless-(.*)-[0-9a-f]+$/.exec(name)?.[1] ?? [])
  const wanted = `this net computes by \`loopless/runtime/${file}.wasm\``
  throw new RangeError(
    found.length === 0
      ? `\`wasm\` holds no kernels, or those of an older version, and ${wanted}`
      : found.includes(file)
        ? `\`wasm\` holds ${file} kernels of another version, and ${wanted} of the version that runs`
        : `\`wasm\` holds ${found.join(', ')} kernels, and ${wanted}`,
  )
}

function namesOf(wasm: object): readonly string[] {
  try {
    return WebAssembly.Module.exports(wasm as WebAssembly.Module).map(({ name }) => name)
  } catch (cause) {
    throw new TypeError(
      '`wasm` is no `WebAssembly.Module`: import one, or compile its bytes (`await WebAssembly.compile(bytes)`)',
      { cause },
    )
  }
}
