import type { Program } from '../forms/program.ts'

/** Where it comes from, and that formatters and linters may look away. */
export function headerOf(program: Program): readonly string[] {
  return [
    `// ${program.network}.ts · loopless 1, from ${program.source}: edit that file, not this one`,
    '// @generated',
    '// biome-ignore-all format: generated',
    '// biome-ignore-all lint: generated',
    '// biome-ignore-all assist: generated',
    '// deno-fmt-ignore-file',
    '// deno-lint-ignore-file',
    '// dprint-ignore-file',
    '/* eslint-disable */',
  ]
}

const FIRST_LINE = /^\uFEFF?\/\/ .+ · loopless \d+, from (.+): edit that file, not this one/

/** The spec that a module says it comes from; of a file that begins otherwise, nothing: it is no generated one. */
export function sourceInHeader(text: string): string | undefined {
  return FIRST_LINE.exec(text)?.[1]
}
