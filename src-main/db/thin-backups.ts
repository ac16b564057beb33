import type { NamedBackup } from './backup-names.ts'

const dayMs = 86_400_000
const newestKept = 4
const fewest = 10

/** How many of the ones made before a migration or a restore are kept. Those a person made are never removed. */
const keptOfKind = { migration: 3, restore: 5 } as const

/**
 * Which backups have to go. Of the regular ones the newest four stay, then one a day for a week and one a week for a
 * month, and never fewer than ten in all.
 */
export function surplusBackups<B extends NamedBackup>(backups: readonly B[]): B[] {
  const newestFirst = backups.toSorted((a, b) => b.created_at - a.created_at)
  const byKind = Map.groupBy(newestFirst, ({ kind }) => kind)
  const special = (['migration', 'restore'] as const).flatMap((kind) => (byKind.get(kind) ?? []).slice(keptOfKind[kind]))
  return [...surplusRegular(byKind.get('daily') ?? []), ...special]
}

function surplusRegular<B extends NamedBackup>(newestFirst: readonly B[]): B[] {
  const kept = new Set(newestFirst.slice(0, newestKept))
  keepOnePer(newestFirst, { kept, spanMs: dayMs, spans: 7 })
  keepOnePer(newestFirst, { kept, spanMs: 7 * dayMs, spans: 5 })
  for (const backup of newestFirst) if (kept.size < fewest) kept.add(backup)
  return newestFirst.filter((backup) => !kept.has(backup))
}

interface Spans<B> {
  readonly kept: Set<B>
  readonly spanMs: number
  readonly spans: number
}

function keepOnePer<B extends NamedBackup>(newestFirst: readonly B[], { kept, spanMs, spans }: Spans<B>): void {
  // Fixed spans, not ones that slide with the clock: what was its day's newest stays that.
  const bySpan = Map.groupBy(newestFirst, ({ created_at }) => Math.floor(created_at / spanMs))
  for (const [newest] of bySpan.values().take(spans)) if (newest !== undefined) kept.add(newest)
}
