import { createDrawer, type Drawer } from './create-drawer.ts'

/** Two workers, each begun by the first job for it: what shows code need not load what draws formulas. */
export function createPageDrawer(): Drawer {
  const code = createDrawer({
    createWorker: () => new Worker(new URL('./code-worker.ts', import.meta.url), { type: 'module' }),
  })
  const math = createDrawer({
    createWorker: () => new Worker(new URL('./math-worker.ts', import.meta.url), { type: 'module' }),
  })
  return { draw: (job) => (job.kind === 'code' ? code : math).draw(job) }
}
