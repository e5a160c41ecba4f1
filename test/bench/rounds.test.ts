import { expect, it } from 'vitest'
import type { Contestant } from './contestant.ts'
import { rounds } from './rounds.ts'

/** Does its work in so many milliseconds, by its own account. */
function contestant(name: string, milliseconds: number): Contestant {
  return {
    participant: { name, label: name },
    results: async () => [],
    allocation: async () => ({ bytes: 0 }),
    sample: async (times) => ({ work: times * milliseconds, before: 0.4, after: 0.4 }),
    end: async () => {},
  }
}

const options = { seconds: 0.05, say: () => {} }

it('everybody has turns in every round, in the same order', async () => {
  const turns = await rounds([contestant('a', 1), contestant('b', 3)], options)
  expect(turns.length).toBeGreaterThan(6)
  for (const [i, { contestant, round, times }] of turns.slice(0, 60).entries()) {
    expect(contestant.participant.name).toBe(i % 2 === 0 ? 'a' : 'b')
    expect(round).toBe(Math.floor(i / 2))
    // About 40 milliseconds of either.
    expect(times).toBe(i % 2 === 0 ? 40 : 13)
  }
})

it('whoever is hopeless has one', async () => {
  const turns = await rounds([contestant('quick', 0.001), contestant('hopeless', 1e8)], options)
  const own = turns.filter(({ contestant }) => contestant.participant.name === 'hopeless')
  expect(own.map(({ round }) => round)).toEqual([0])
})

it('whoever is slow has three turns and then sits out', async () => {
  const turns = await rounds([contestant('quick', 0.001), contestant('slow', 2000)], options)
  const own = turns.filter(({ contestant }) => contestant.participant.name === 'slow')
  expect(own.slice(0, 4).map(({ round }) => round)).toEqual([0, 1, 2, 10])
  expect(own.every(({ times }) => times === 1)).toBe(true)
})
