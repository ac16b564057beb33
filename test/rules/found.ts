import type { Guard } from '../../scripts/check/guard.ts'
import { plantTree } from './plant-tree.ts'

/** What the guard says about the clean product with these files planted in it: "rule at place". */
export async function found(guard: Guard, planted: Readonly<Record<string, string>>): Promise<string[]> {
  using tree = plantTree(planted)
  const { findings } = await guard.run(tree.root)
  return findings.map(({ rule, place, detail }) => `${rule} at ${place} ${detail ?? ''}`.trimEnd())
}
