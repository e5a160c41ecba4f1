import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { holdToCeiling } from '../../compiler/commands/budgets.ts'
import { CEILING, mayPassCeiling } from '../../compiler/commands/ceiling.ts'
import { memoryOf } from '../../compiler/commands/memory.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { understand } from '../../compiler/front-end.ts'
import { fileLibrary, plannedOf, readSource } from '../../compiler/index.ts'
import { allocate } from '../../runtime/memory.ts'

const library = fileLibrary()
const subjects = readdirSync('specs/models')
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => {
    const understood = understand(readSource(`specs/models/${file}`), library, new Report())
    const { check, expand } = understood
    if (check?.kind !== 'network' || !check.training || !expand) return []
    const planned = plannedOf(expand, new Report())!
    const arena = planned.plan.arenas.find(({ name }) => name === 'training')
    return arena ? [{ file, understood, check, expand, planned, arena }] : []
  })

describe.each(subjects)('the largest batch of $file', ({ understood, check, expand, planned, arena }) => {
  const bytes = expand.precision === 'float64' ? 8 : 4
  const largest = Math.floor((CEILING / bytes - arena.fixed) / arena.perColumn)
  const complaintsAt = (batch: number) => {
    const report = new Report()
    holdToCeiling({ ...understood, check: { ...check, batch } }, report)
    return report.diagnostics.map(({ code }) => code)
  }

  it('is what one memory holds, of planning and of the runtime', () => {
    expect(memoryOf(arena, planned.plan, largest).bytes).toBeLessThanOrEqual(CEILING)
    expect(complaintsAt(largest)).toEqual([])
    expect(complaintsAt(largest + 1)).toEqual(['E511'])
    const { bytes: needed } = memoryOf(arena, planned.plan, largest + 1)
    expect(() => allocate(needed)).toThrow(`one memory holds at most ${CEILING.toLocaleString('en')} bytes`)
  })

  it('is far beyond what a check plans for, and nothing beyond is passed over', () => {
    expect(mayPassCeiling({ ...check, batch: largest + 1 }, expand)).toBe(true)
    expect(mayPassCeiling(check, expand)).toBe(false)
  })
})

it('there are such networks', () => {
  expect(subjects.length).toBeGreaterThan(5)
})
