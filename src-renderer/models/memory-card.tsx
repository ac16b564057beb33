import { useState } from 'react'
import { useStore } from 'zustand'
import type { MachineState } from '../../src-shared/desktop/models.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { ModelSettingsDialog } from './model-settings-dialog.tsx'
import { contextText, joined } from './model-words.ts'

interface Shares {
  readonly total: number
  readonly free: number
  readonly others: number
  readonly weights: number
  readonly context: number
}

/** Where the memory goes that decides what fits: the graphics card's where there is one, else the machine's. */
export function MemoryCard() {
  const { models } = usePage()
  const t = useWords('models')
  const machine = useStore(models, (state) => state.machine)
  if (machine === null) return null
  const { gpu, total_memory_bytes, free_memory_bytes, free_disk_bytes } = machine
  const shares = sharesOf(machine)
  return (
    <section className="card memory-card" aria-label={gpu ? t('memory.gpuTitle') : t('memory.title')}>
      <div className="row">
        <h2>{gpu ? t('memory.gpuTitle') : t('memory.title')}</h2>
        <span className="cap">
          {gpu
            ? t('memory.gpuSize', { total: gpu.total_bytes, name: gpu.name })
            : t('memory.size', { total: total_memory_bytes })}
        </span>
        <span className="push cap">
          <b>{t('memory.free', { free: shares.free })}</b>
          {' · '}
          {joined([
            gpu ? t('memory.memoryUse', { used: total_memory_bytes - free_memory_bytes, total: total_memory_bytes }) : '',
            t('memory.disk', { free: free_disk_bytes }),
          ])}
        </span>
      </div>
      <div className="memory-bar" role="img" aria-label={labelWords(t, shares)}>
        {(['others', 'weights', 'context'] as const).map((part) => (
          <i key={part} className={part} style={{ width: `${(shares[part] / shares.total) * 100}%` }} />
        ))}
      </div>
      <Legend shares={shares} />
    </section>
  )
}

function sharesOf({ gpu, total_memory_bytes, free_memory_bytes, loaded }: MachineState): Shares {
  const total = gpu?.total_bytes ?? total_memory_bytes
  const free = gpu?.free_bytes ?? free_memory_bytes
  const used = Math.max(0, total - free)
  // What a process maps from its file counts as free to the system: more than is used it cannot take.
  const weights = Math.min(loaded?.weights_bytes ?? 0, used)
  const context = Math.min(loaded?.context_bytes ?? 0, used - weights)
  return { total, free, weights, context, others: used - weights - context }
}

const labelWords = (t: Words<'models'>, { others, weights, context, free }: Shares): string =>
  weights > 0 ? t('memory.label', { others, weights, kept: context, free }) : t('memory.labelEmpty', { others, free })

function Legend({ shares: { others, weights, context, free } }: { readonly shares: Shares }) {
  const { models } = usePage()
  const t = useWords('models')
  const inMemory = useStore(models, (state) => state.inMemory)
  const entry = useStore(models, ({ entries }) => entries.find(({ id }) => id === inMemory?.id))
  const [isOpen, setOpen] = useState(false)
  const tokens = inMemory?.context_size
  return (
    <div className="row legend cap">
      <span>
        <i className="others" /> {t('memory.others', { value: others })}
      </span>
      {weights > 0 && entry ? (
        <>
          <span>
            <i className="weights" /> {t('memory.weights', { name: entry.name, value: weights })}
          </span>
          <span>
            <i className="context" />{' '}
            {tokens == null
              ? t('memory.contextPlain', { value: context })
              : t('memory.context', { tokens: contextText(tokens), value: context })}
          </span>
        </>
      ) : null}
      <span>
        <i /> {t('memory.rest', { value: free })}
      </span>
      {weights > 0 && entry ? (
        <button type="button" className="link push" onClick={() => setOpen(true)}>
          {t('memory.change')}
        </button>
      ) : null}
      {isOpen && entry ? <ModelSettingsDialog entry={entry} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}
