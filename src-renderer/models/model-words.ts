import type { LoadedModel, ModelEntry } from '../../src-shared/desktop/models.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { english } from '../language/english.ts'
import type { Words } from '../language/use-words.ts'
import { bytesPerSecond, millisecondsLeft, type Receipts } from './transfer-pace.ts'

type T = Words<'models'>

export const verdicts = {
  fits_gpu: { word: 'fit.fits', state: 'ok', advice: 'fit.advice.good' },
  fits_partly: { word: 'fit.partly', state: 'ok', advice: 'fit.advice.good' },
  fits_cpu: { word: 'fit.fits', state: 'ok', advice: 'fit.advice.good' },
  tight: { word: 'fit.tight', state: 'warn', advice: 'fit.advice.tight' },
  does_not_fit: { word: 'fit.bad', state: 'bad', advice: 'fit.advice.bad' },
} as const satisfies Record<FitEstimate['verdict'], object>

/** "16k": as context lengths are spoken of. */
export const contextText = (tokens: number): string => (tokens < 1024 ? String(tokens) : `${Math.round(tokens / 1024)}k`)

/** The figures that decided, in a few words. */
export function fitWords(t: T, { verdict, total_bytes, free_memory_bytes, plan }: FitEstimate, role: ModelEntry['role']): string {
  const total = { total: total_bytes, free: free_memory_bytes }
  if (verdict === 'does_not_fit') return t('fit.missing', total)
  if (verdict === 'tight') return t('fit.close', total)
  if (verdict === 'fits_partly' && plan.gpu_layers !== 'auto') return t('fit.layers', { layers: plan.gpu_layers })
  if (role === 'embedder') return t('fit.total', total)
  return t('fit.context', { ...total, length: contextText(plan.context_size) })
}

type Described = keyof (typeof english)['models']['about']

const isDescribed = (key: string): key is Described => Object.hasOwn(english.models.about, key)

/** What it is good for. The core says it in English; of a model that this page does not know, that is all there is. */
export function aboutModel(t: T, { id, summary }: Pick<ModelEntry, 'id' | 'summary'>): string {
  const key = id.replaceAll('.', '_')
  return isDescribed(key) ? t(`about.${key}`) : (summary ?? '')
}

export const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

/** "Q4_K_M · 1.1 GB", of what is known. */
export function modelFacts(t: T, { offer, row }: Pick<ModelEntry, 'offer' | 'row'>): string {
  const value = row && row.size_bytes > 0 ? row.size_bytes : offer?.approximate_bytes
  return joined([offer?.quantisation ?? '', value === undefined ? '' : t('size', { value })])
}

/** What a download is doing: how much, how fast, how long still. */
export function transferWords(t: T, row: ModelRow, receipts: Receipts): string {
  const { status, received_bytes: received, size_bytes: size } = row
  if (status === 'waiting') return t('transfer.waiting')
  if (status === 'verifying') return t('transfer.verifying')
  if (status === 'ready') return ''
  if (status === 'paused') return size > 0 ? t('transfer.pausedAt', { received, size }) : t('transfer.paused')
  if (status === 'failed') return size > 0 ? t('transfer.failed', { received, size }) : ''
  const speed = bytesPerSecond(receipts)
  const left = millisecondsLeft(row, speed)
  return joined([
    t('transfer.amount', { received, size }),
    speed === undefined ? '' : t('transfer.speed', { speed }),
    left === undefined ? '' : t('transfer.left', { left }),
  ])
}

/** What stands under "Memory now". */
export function memoryWords(t: T, loaded: LoadedModel | null, id: string): string {
  if (loaded === null || loaded.id !== id) return t('notLoaded')
  if (loaded.state === 'loading') return t('loading', { percent: Math.round(loaded.progress * 100) })
  if (loaded.state === 'failed') return t('loadFailed')
  return loaded.memory_bytes === null ? t('inMemory') : t('size', { value: loaded.memory_bytes })
}

/** What is on its way first, then the recommended one, then the order of the catalogue. */
export function inOrder(entries: readonly ModelEntry[]): readonly ModelEntry[] {
  return entries.toSorted((a, b) => rank(a) - rank(b))
}

function rank(entry: ModelEntry): number {
  if (entry.row !== null) return isOnDevice(entry) ? (entry.isDefault ? 0 : 1) : 2
  return isBuiltIn(entry) || entry.offer?.is_default ? 3 : 4
}

export const isOnDevice = ({ row }: Pick<ModelEntry, 'row'>): boolean => row?.status === 'ready'

/** Neither offered for download nor here: it is built in, and is written when it is added. */
export const isBuiltIn = ({ row, offer }: Pick<ModelEntry, 'row' | 'offer'>): boolean => row === null && offer === null

/** Written by Hearth itself. */
export const isDemo = ({ id }: Pick<ModelEntry, 'id'>): boolean => id === 'demo' || id === 'demo-embedder'
