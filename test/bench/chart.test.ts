import { describe, expect, it } from 'vitest'
import { chart } from './chart.ts'
import type { ParticipantResults, WorkloadResults } from './results.ts'
import { differing, short, table } from './table.ts'

const participant = (label: string, perSecond: number, ratio: number): ParticipantResults => {
  const around = (median: number) => ({
    low: 0.9 * median,
    median,
    high: 1.1 * median,
    of: 7,
    disturbed: false,
  })
  return {
    name: label,
    label,
    deviation: 1e-7,
    measured: { perSecond: around(perSecond), ratio: around(ratio), samples: [] },
  }
}

const results: WorkloadResults = {
  id: 'W0',
  title: '3-2-1, batch 5',
  unit: 'steps',
  participants: [
    participant('Loopless', 40_000, 1),
    {
      name: 'other',
      label: 'other',
      differs: 'another update',
      measured: participant('', 100_000, 0.4).measured!,
    },
    { ...participant('peer', 1000, 40), measured: { ...participant('', 1000, 40).measured!, bytes: 5120 } },
    { name: 'absent', label: 'absent', refuses: 'not installed' },
  ],
}

describe('the chart', () => {
  const bars = [
    ...chart([results]).matchAll(/<rect x="\d+" y="(\d+)" width="([\d.]+)" height="\d+" fill="(#\w+)"/g),
  ]

  it('has a bar for each who was measured, the fastest first, as long as it is fast', () => {
    const widths = bars.map(([, , width]) => Number(width))
    expect(widths).toHaveLength(3)
    expect(widths[1]! / widths[0]!).toBeCloseTo(0.4, 3)
    expect(widths[2]! / widths[0]!).toBeCloseTo(0.01, 3)
  })

  it('shows whose it is', () => {
    const colors = bars.map(([, , , color]) => color)
    expect(colors[1]).not.toBe(colors[0])
    expect(colors[2]).toBe(colors[0])
  })

  it('marks other work and says figures and ratios', () => {
    const svg = chart([results])
    expect(svg).toContain('>other *</text>')
    expect(svg).toContain('>peer</text>')
    expect(svg).toContain('1,000 <tspan')
    expect(svg).toContain('· 40.0 ×</tspan>')
    expect(svg).not.toContain('absent')
    expect(svg).toBe(chart([results]))
  })
})

describe('the table', () => {
  it('has a line for everybody, with what is to be said of them', () => {
    expect(table(results)).toBe(
      [
        'W0 · 3-2-1, batch 5',
        '          steps/s                     Loopless ÷                  samples  heap bytes',
        'Loopless   40,000  36,000 to 44,000         1.00  0.900 to 1.10         7',
        'other     100,000  90,000 to 110,000       0.400  0.360 to 0.440        7              differs: another update',
        'peer        1,000  900 to 1,100             40.0  36.0 to 44.0          7       5,120',
        'absent          –                                                                      not installed',
      ].join('\n'),
    )
  })

  it('compares everybody with others too, where these took part', () => {
    const beside = (each: ParticipantResults, ratio: number): ParticipantResults => ({
      ...each,
      measured: { ...each.measured!, ratios: { fused: participant('', 0, ratio).measured!.ratio } },
    })
    const [ours, other, , absent] = results.participants
    const participants = [beside(ours!, 2), beside(other!, 0.8), absent!]
    expect(table({ ...results, participants })).toBe(
      [
        'W0 · 3-2-1, batch 5',
        '          steps/s                     Loopless ÷                  fused ÷                  samples  heap bytes',
        'Loopless   40,000  36,000 to 44,000         1.00  0.900 to 1.10      2.00  1.80 to 2.20          7',
        'other     100,000  90,000 to 110,000       0.400  0.360 to 0.440    0.800  0.720 to 0.880        7              differs: another update',
        'absent          –                                                                                               not installed',
      ].join('\n'),
    )
  })

  it('speaks up where somebody computes something else', () => {
    const wrong = {
      ...results,
      participants: [...results.participants, { ...participant('wrong', 7, 9), deviation: 0.5 }],
    }
    expect(differing(results)).toBe(false)
    expect(differing(wrong)).toBe(true)
    expect(table(wrong)).toContain('COMPUTES SOMETHING ELSE: deviates by 0.500')
  })
})

it.each([
  [0.012345, '0.0123'],
  [4.5678, '4.57'],
  [1, '1.00'],
  [12345, '12,300'],
])('%d is written %s', (value, text) => {
  expect(short(value)).toBe(text)
})
