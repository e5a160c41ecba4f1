import { typeMistakesIn } from '../../compiler/commands/proving/sizes.ts'
import type { Forms } from '../../compiler/compile.ts'
import type { Kernels } from '../../runtime/kernels/kernels.ts'
import type { Precision } from '../../runtime/precision.ts'
import { float32Reference } from '../../runtime/reference.ts'
import type { Matrix } from '../../runtime/tensor.ts'

/** The number of a value, by its name in a phase. */
export function valueNamed(name: string, phase: string, { select: { program } }: Forms): number {
  return program.instructions.find(
    (each) => each.phase === phase && program.values[each.result]!.name === name,
  )!.result
}

export function trainingPlanOf({ plan: { arenas } }: Forms) {
  return arenas.find(({ name }) => name === 'training')!
}

/** The same network with one value elsewhere in the memory of training. */
export function moved(value: number, offset: number, forms: Forms): Forms {
  const training = trainingPlanOf(forms)
  return {
    ...forms,
    plan: {
      ...forms.plan,
      arenas: forms.plan.arenas.map((arena) =>
        arena === training
          ? { ...arena, places: new Map(arena.places).set(value, { ...arena.places.get(value)!, offset }) }
          : arena,
      ),
    },
  }
}

/** What TypeScript says of modules whose texts may have been changed. */
export function typeMistakesOf(written: readonly { readonly forms: Forms; readonly text: string }[]) {
  return typeMistakesIn(
    written.map(({ forms, text }) => ({ fileName: forms.emit.fileName, text })),
    (name) => {
      const file = name === 'loopless/runtime' ? 'index' : name.split('/').at(-1)
      return new URL(`../../runtime/${file}.ts`, import.meta.url).href
    },
  )
}

/** Kernels of which one adds what is next to nothing to the first element of its result. */
export function nudged(wrong: string): Precision {
  return {
    ...float32Reference,
    load: async () => {
      const engine = await float32Reference.load()
      return {
        ...engine,
        open: async (...room) => {
          const kernels = await engine.open(...room)
          const own = kernels[wrong as keyof Kernels] as (into: Matrix, ...rest: unknown[]) => void
          const other = (into: Matrix, ...rest: unknown[]) => {
            own(into, ...rest)
            into.data[0]! *= 1 + 2 ** -23
          }
          return { ...kernels, [wrong]: other }
        },
      }
    },
  }
}
