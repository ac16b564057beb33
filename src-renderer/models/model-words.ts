import type { LoadedModel, ModelEntry } from '../../src-shared/desktop/models.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import type { ModelRow } from '../../src-shared/rows/model.ts'
import { sizeText } from '../ui/figures.ts'

export const verdicts: Readonly<
  Record<FitEstimate['verdict'], { readonly word: string; readonly state: 'ok' | 'warn' | 'bad' }>
> = {
  fits_gpu: { word: 'Fits', state: 'ok' },
  fits_partly: { word: 'Fits in part', state: 'ok' },
  fits_cpu: { word: 'Fits', state: 'ok' },
  tight: { word: 'Tight', state: 'warn' },
  does_not_fit: { word: 'Does not fit', state: 'bad' },
}

/** "Q4_K_M · 1.1 GB · Apache-2.0", of what is known. */
export function modelFacts({ offer, row }: Pick<ModelEntry, 'offer' | 'row'>): string {
  const bytes = row && row.size_bytes > 0 ? row.size_bytes : offer?.approximate_bytes
  const parts = [offer?.quantisation ?? '', bytes === undefined ? '' : sizeText(bytes), offer?.licence ?? '']
  return parts.filter((part) => part !== '').join(' · ')
}

/** What a download is doing, in words. */
export function transferWords({ status, received_bytes, size_bytes }: ModelRow): string {
  const amount = size_bytes > 0 ? `${sizeText(received_bytes)} of ${sizeText(size_bytes)}` : ''
  if (status === 'waiting') return 'Asking for its size'
  if (status === 'downloading') return amount
  if (status === 'paused') return amount === '' ? 'Paused' : `Paused at ${amount}`
  return status === 'verifying' ? 'Checking what was received' : ''
}

/** What stands beside the model that is in memory. */
export function memoryWords(loaded: LoadedModel | null, id: string): string {
  if (loaded === null || loaded.id !== id) return 'Not loaded'
  if (loaded.state === 'loading') return `Loading, ${Math.round(loaded.progress * 100)} %`
  if (loaded.state === 'failed') return 'Could not be loaded'
  return loaded.memory_bytes === null ? 'In memory' : `${sizeText(loaded.memory_bytes)} in memory`
}

/** What is here first, then what is on its way, then what is offered, the recommended one first. */
export function inOrder(entries: readonly ModelEntry[]): readonly ModelEntry[] {
  return entries.toSorted((a, b) => rank(a) - rank(b))
}

function rank(entry: ModelEntry): number {
  if (isOnDevice(entry)) return entry.isDefault ? 0 : 1
  if (entry.row !== null) return 2
  return isBuiltIn(entry) || entry.offer?.is_default ? 3 : 4
}

export const isOnDevice = ({ row }: Pick<ModelEntry, 'row'>): boolean => row?.status === 'ready'

/** Neither offered for download nor here: it is built in, and is written when it is added. */
export const isBuiltIn = ({ row, offer }: Pick<ModelEntry, 'row' | 'offer'>): boolean => row === null && offer === null
