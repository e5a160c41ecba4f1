import { Random } from './random.ts'

/**
 * Customers of a shop that does not exist: who leaves is drawn by what they pay, how long they have stayed, how often
 * they called, and their plan. `specs/data/churn.csv` is this text.
 */
export function churn(): string {
  const random = new Random(2026)
  const rows = Array.from({ length: 1200 }, () => {
    const age = random.integer(18, 80)
    const months = random.integer(1, 72)
    const plan = random.pick(['free', 'pro', 'team'])
    const calls = random.integer(0, 9)
    const income = 1000 * random.integer(18, 95)
    const leave = 0.55 * calls - 0.06 * months + { free: 0.9, pro: -0.4, team: -1.1 }[plan]!
    const pause = 0.05 * (age - 45) + 0.02 * months - { free: 0, pro: 0.6, team: 1.2 }[plan]!
    const status = leave > Math.max(0, pause) ? 'leave' : pause > 0.7 ? 'pause' : 'stay'
    // One in twenty does as nobody would expect, and some have not told their income.
    const said = random.chance(0.05) ? random.pick(['stay', 'leave', 'pause']) : status
    return [age, random.chance(0.02) ? '' : income, months, calls, plan, said].join(',')
  })
  return ['age,income,months,calls,plan,status', ...rows, ''].join('\n')
}
