import { Ban, CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { ModelEntry } from '../../src-shared/desktop/models.ts'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { FitDialog } from './fit-dialog.tsx'
import { fitWords, verdicts } from './model-words.ts'

const icons = { ok: CircleCheck, warn: TriangleAlert, bad: Ban }

/** Whether a model fits this machine; asked when the row comes into view, explained when it is pressed. */
export function FitBadge({ entry: { id, role, name } }: { readonly entry: ModelEntry }) {
  const { models } = usePage()
  const t = useWords('models')
  const fit = useStore(models, (state) => state.fits[id])
  const [isOpen, setOpen] = useState(false)
  const place = useAskedInView(id)
  if (fit === undefined) return <div className="model-fit" ref={place} />
  const { word, state } = verdicts[fit.verdict]
  const Icon = icons[state]
  return (
    <div className="model-fit" ref={place}>
      <button type="button" className="badge" aria-label={t('fit.why', { word: t(word), name })} onClick={() => setOpen(true)}>
        <Icon className={`small ${state}`} /> {t(word)}
      </button>
      <p className="cap">{fitWords(t, fit, role)}</p>
      {isOpen ? <FitDialog name={name} role={role} fit={fit} onClose={() => setOpen(false)} /> : null}
    </div>
  )
}

function useAskedInView(id: string) {
  const { models } = usePage()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!place.current) return
    const observer = new IntersectionObserver(([entry]) => {
      // Without an estimate the row says nothing about it; the next time it comes into view it is asked again.
      if (entry?.isIntersecting)
        void models
          .getState()
          .askFit(id)
          .catch(() => {})
    })
    observer.observe(place.current)
    return () => observer.disconnect()
  }, [id, models])
  return place
}
