/**
 * Milliseconds since now. Of the clock's and the processor's time the shorter counts: other processes lengthen the one,
 * the engine's own threads the other.
 */
export function stopwatch(): () => number {
  const [clock, processor] = [performance.now(), process.cpuUsage()]
  return () => {
    const { user, system } = process.cpuUsage(processor)
    return Math.min(performance.now() - clock, (user + system) / 1000)
  }
}
