import { Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../language/use-words.ts'
import { useIsDark } from '../../ui/use-is-dark.ts'
import type { DiagramJob } from './diagram-frame.ts'
import { drawDiagram } from './draw-diagram.ts'

interface Picture {
  readonly address: string
  readonly source: string
}

interface Shown {
  readonly isWanted: boolean
  readonly hasFailed: boolean
  readonly picture?: Picture
}

/**
 * Drawn when asked for, and again in another theme; shown as a picture: what is in it can neither run nor load anything. Where it
 * cannot be drawn again, the picture stays in the colours that it has.
 */
export function Diagram({ source }: { readonly source: string }) {
  const t = useWords('markdown')
  const isDark = useIsDark()
  const [{ isWanted, hasFailed, picture }, setShown] = useState<Shown>({ isWanted: false, hasFailed: false })
  useEffect(() => (picture ? () => URL.revokeObjectURL(picture.address) : undefined), [picture])
  useEffect(() => {
    if (!isWanted) return
    const drawing = { isOver: false }
    void drawDiagram({ source, isDark, colours: coloursNow() }).then((svg) => {
      if (drawing.isOver) return
      if (svg === null) setShown((before) => (before.picture?.source === source ? before : { isWanted: false, hasFailed: true }))
      else setShown({ isWanted: true, hasFailed: false, picture: { address: addressOf(svg), source } })
    })
    return () => {
      drawing.isOver = true
    }
  }, [isWanted, source, isDark])
  if (picture?.source === source) return <img className="diagram" src={picture.address} alt={t('diagramOf', { source })} />
  return (
    <div className="diagram-row">
      {hasFailed && !isWanted ? <span role="alert">{t('noDiagram')}</span> : null}
      <button
        type="button"
        className="button sm"
        disabled={isWanted}
        onClick={() => setShown({ isWanted: true, hasFailed: false })}
      >
        <Workflow className="small" /> {isWanted ? t('drawing') : t('showDiagram')}
      </button>
    </div>
  )
}

/** A picture has no share in the page's style: its colours are told. */
function coloursNow(): DiagramJob['colours'] {
  const style = getComputedStyle(document.documentElement)
  const of = (token: string): string => style.getPropertyValue(`--${token}`).trim()
  return {
    ...{ paper: of('raised'), box: of('panel'), edge: of('line-strong') },
    ...{ text: of('text'), line: of('muted'), accent: of('accent-soft') },
  }
}

const addressOf = (svg: string): string => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
