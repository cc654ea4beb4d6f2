// The child of a run: starts one server and tells its port; answers 'cpu' with the CPU time of all its threads.
const { start } = await import(process.argv[2])
const port = await start()
process.on('message', (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage()
    process.send({ cpu: user + system })
  } else if (question === 'memory') {
    globalThis.gc?.()
    globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    process.send({ rss, heapUsed })
  }
})
process.on('disconnect', () => process.exit(0))
process.send({ port })
