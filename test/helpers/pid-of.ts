/** For `process.kill`: to it, no process or 0 would be every process of the test run. */
export function pidOf(found: number | null | undefined): number {
  if (!found) throw new Error('The process is not there')
  return found
}
