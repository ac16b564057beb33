// Read by Node when a process starts, so that it counts in what a test starts from here on and not in the test's own.
const folder = process.env.HEARTH_CHILD_COVERAGE
if (folder !== undefined) process.env.NODE_V8_COVERAGE = folder
