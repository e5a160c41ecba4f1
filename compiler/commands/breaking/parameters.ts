import {
  digestOf,
  type Forms,
  type Program,
  printShape,
  renamingOf,
  type Shape,
  type Span,
} from '../../index.ts'
import type { Finding } from './finding.ts'

/** A parameter or a fitted value: what saved files hold. */
export interface Member {
  readonly name: string
  readonly shape: Shape
  readonly at: Span
}

/** What became of what saved files hold. */
export function parameterFindings(before: Forms, after: Forms, isBreaking: boolean): readonly Finding[] {
  const [old, young] = [membersOf(before), membersOf(after)]
  const undeclared = renamingBetween(before.simplify, after.simplify, old, young)
  const declared = new Map(after.simplify.interface.renamed?.map((each) => [each.name, each.before]))
  const formerName = (name: string) => undeclared?.get(name) ?? declared.get(name) ?? name
  const finding = (message: string, at: Span, help?: string): Finding => ({
    severity: isBreaking ? 'weights' : 'nobody',
    subject: 'parameters',
    message,
    at,
    ...(help !== undefined && { help }),
  })
  const help = undeclared && `\`renamed: ${renamingText(undeclared)}\` lets saved weights load`
  const found = young.flatMap(({ name, shape, at }) => {
    const earlier = old.find((each) => each.name === formerName(name))
    const called = `\`${name}\` ${printShape(shape)}`
    if (earlier === undefined) return [finding(`${called} is new`, at)]
    const was = earlier.name === name ? '' : ` called \`${earlier.name}\``
    const sized = printShape(earlier.shape) === printShape(shape) ? '' : ` ${printShape(earlier.shape)}`
    return was + sized === ''
      ? []
      : [finding(`${called} was${was}${sized}`, at, was === '' ? undefined : help)]
  })
  const kept = new Set(young.map(({ name }) => formerName(name)))
  const gone = old.filter(({ name }) => !kept.has(name))
  return [
    ...found,
    ...gone.map(({ name, shape, at }) => finding(`\`${name}\` ${printShape(shape)} is gone`, at)),
  ]
}

export function membersOf({ simplify, check }: Forms): readonly Member[] {
  const { blocks, layers, instructions, values, interface: ports } = simplify
  return blocks
    .filter(({ role }) => role === 'parameters' || role === 'fitted')
    .flatMap(({ members }) => members)
    .map(({ name, shape }) => {
      const layer = ports.parameters.find((each) => each.name === name)?.layer
      const reader = instructions.find(({ operands }) => operands.some((each) => values[each]!.name === name))
      const at = layer === undefined ? reader?.origin.span : layers[layer]!.span
      return { name, shape, at: at ?? check.span }
    })
}

/** Old names by new ones, where nothing but names has changed, and the spec does not say so. */
function renamingBetween(
  before: Program,
  after: Program,
  old: readonly Member[],
  young: readonly Member[],
): ReadonlyMap<string, string> | undefined {
  if (old.length !== young.length || renamingOf(after).digest === digestOf(before)) return undefined
  const numbers = (members: readonly Member[]) =>
    new Map(members.map(({ name }, index) => [name, `${index}`]))
  if (digestOf(before, numbers(old)) !== digestOf(after, numbers(young))) return undefined
  const renamed = young.flatMap(({ name }, index): readonly (readonly [string, string])[] =>
    name === old[index]!.name ? [] : [[name, old[index]!.name]],
  )
  return renamed.length > 0 ? new Map(renamed) : undefined
}

/** By layers where that says the same: `encoder_W` and `features_W` are `encoder: features`. */
function renamingText(renamed: ReadonlyMap<string, string>): string {
  const entries = [...renamed].map(([name, before]) => {
    const [, layer, local] = /^(.+?)(_.+)$/.exec(name) ?? []
    if (layer === undefined || local === undefined) return `${before}: ${name}`
    if (before.endsWith(local)) return `${before.slice(0, -local.length)}: ${layer}`
    // `W1` became `features_W`.
    const [, number] = new RegExp(`^${local.slice(1)}_?(\\d+)$`).exec(before) ?? []
    return number === undefined ? `${before}: ${name}` : `${number}: ${layer}`
  })
  return `{ ${[...new Set(entries)].join(', ')} }`
}
