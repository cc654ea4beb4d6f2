// Own harness rather than mitata: it measures wall time, which says little on a shared machine. CPU time of the process,
// contenders in turn, inputs that rotate so that V8 can't fold a constant result.

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
let sink = 0

const batch = (run, inputs, count) => {
  const before = process.cpuUsage()
  for (let n = 0; n < count; n++) {
    const result = run(inputs[n % inputs.length])
    // Something of every result is used, or the optimiser may drop the work.
    sink = (sink + (typeof result === 'number' ? result : (result?.length ?? result?.size ?? 1))) | 0
  }
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / count
}

/**
 * Measures contenders on the same inputs.
 *
 * @returns rows of {task, name, ns}: the median nanoseconds of CPU per call over the rounds
 */
export function compare(task, inputs, contenders, { rounds = 15, budgetMs = 40 } = {}) {
  const names = Object.keys(contenders)
  const counts = {}
  for (const name of names) {
    // A second warm-up pass runs optimised code and tells how many calls fill a round.
    batch(contenders[name], inputs, 200)
    const ns = Math.max(batch(contenders[name], inputs, 2000), 1)
    counts[name] = Math.max(20, Math.min(2_000_000, Math.round((budgetMs * 1e6) / ns)))
  }
  const samples = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) samples[name].push(batch(contenders[name], inputs, counts[name]))
  }
  return names.map((name) => ({ task, name, ns: median(samples[name]) }))
}
