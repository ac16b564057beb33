import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import type { FitEstimate } from '../../src-shared/models/fit.ts'
import { useWords, type Words } from '../language/use-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import { contextText, verdicts } from './model-words.ts'

export interface FitDialogProps {
  readonly name: string
  readonly role: ModelEntry['role']
  readonly fit: FitEstimate
  readonly onClose: () => void
}

/** What a model needs against what there is, line by line. */
export function FitDialog({ name, role, fit, onClose }: FitDialogProps) {
  const t = useWords('models')
  const { plan, weights_bytes, kv_bytes, buffers_bytes, total_bytes, free_memory_bytes, free_vram_bytes } = fit
  const needs = [
    [t('fit.weights'), weights_bytes],
    ...(kv_bytes > 0 ? [[t('fit.kv', { length: contextText(plan.context_size) }), kv_bytes] as const] : []),
    [t('fit.buffers'), buffers_bytes],
  ] as const
  return (
    <Dialog title={t('fit.title', { name })} onClose={onClose}>
      <p>{planWords(t, fit, role)}</p>
      <dl className="fit-sums">
        {needs.map(([what, bytes]) => (
          <Line key={what} what={what} bytes={bytes} />
        ))}
        <Line what={t('fit.sum')} bytes={total_bytes} isSum />
        <Line what={t('fit.freeMemory')} bytes={free_memory_bytes} />
        {free_vram_bytes === null ? null : <Line what={t('fit.freeGpu')} bytes={free_vram_bytes} />}
      </dl>
      <p>{t(verdicts[fit.verdict].advice)}</p>
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          {t('checking.close')}
        </button>
      </div>
    </Dialog>
  )
}

interface LineProps {
  readonly what: string
  readonly bytes: number
  readonly isSum?: boolean
}

function Line({ what, bytes, isSum = false }: LineProps) {
  const t = useWords('models')
  return (
    <div className={isSum ? 'sum' : undefined}>
      <dt>{what}</dt>
      <dd>{t('size', { value: bytes })}</dd>
    </div>
  )
}

function planWords(t: Words<'models'>, { verdict, plan }: FitEstimate, role: ModelEntry['role']): string {
  if (role === 'embedder') return t('fit.plan.embedder')
  if (verdict === 'fits_gpu') return t('fit.plan.gpu')
  if (plan.gpu_layers !== 'auto' && plan.gpu_layers > 0)
    return t('fit.plan.partly', { layers: plan.gpu_layers, count: plan.threads })
  return t('fit.plan.cpu', { count: plan.threads })
}
