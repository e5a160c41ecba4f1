import type { Part } from '../../forms/module.ts'

/** Where numbers lie: an array's name in the code, and the expression it stands for. */
export interface Place {
  readonly name: string
  readonly text: string
}

/** Arrays of doubles on their way into the runtime's functions and out again, by name, with their lengths. */
export type Doubles = Map<string, number>

/** An array of its own among the doubles. */
export function placeIn(doubles: Doubles, wanted: string, length: number): Place {
  let name = wanted
  for (let count = 2; doubles.has(name); count++) name = `${wanted}_${count}`
  doubles.set(name, length)
  return { name: wanted, text: `doubles.${name}` }
}

/** The arrays of a module, which hold nothing from one method to the next. */
export function doublesOf(doubles: Doubles): readonly Part[] {
  if (doubles.size === 0) return []
  return [
    {
      kind: 'text',
      lines: [
        '',
        '// On their way into functions and out of them; nothing stays in them from one method to the next.',
        'const doubles = {',
        ...[...doubles].map(([name, length]) => `  ${name}: /* @__PURE__ */ new Float64Array(${length}),`),
        '}',
      ],
    },
  ]
}
