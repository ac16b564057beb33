import { Ban, CircleCheck, TriangleAlert } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { usePage } from '../use-page.ts'
import { verdicts } from './model-words.ts'

const icons = { ok: CircleCheck, warn: TriangleAlert, bad: Ban }

/** Whether a model fits this machine; asked when the row comes into view. */
export function FitBadge({ id }: { readonly id: string }) {
  const { models } = usePage()
  const fit = useStore(models, (state) => state.fits[id])
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
  if (fit === undefined) return <div className="model-fit" ref={place} />
  const { word, state } = verdicts[fit.verdict]
  const Icon = icons[state]
  return (
    <div className="model-fit" ref={place}>
      <span className="badge">
        <Icon className={`small ${state}`} /> {word}
      </span>
      <p className="cap">{fit.reason}</p>
    </div>
  )
}
