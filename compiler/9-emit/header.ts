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
