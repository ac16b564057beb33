import { Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../language/use-words.ts'
import { useIsDark } from '../../ui/use-is-dark.ts'
import type { DiagramJob } from './diagram-frame.ts'
import { drawDiagram } from './draw-diagram.ts'

type Drawn = { readonly address: string } | 'failed' | undefined

/** Drawn when asked for, and again in another theme; shown as a picture: what is in it can neither run nor load anything. */
export function Diagram({ source }: { readonly source: string }) {
  const t = useWords('markdown')
  const isDark = useIsDark()
  const [isWanted, setIsWanted] = useState(false)
  const [drawn, setDrawn] = useState<Drawn>()
  useEffect(() => (typeof drawn === 'object' ? () => URL.revokeObjectURL(drawn.address) : undefined), [drawn])
  useEffect(() => {
    if (!isWanted) return
    const drawing = { isOver: false }
    void drawDiagram({ source, isDark, colours: coloursNow() }).then((svg) => {
      if (drawing.isOver) return
      setDrawn(svg === null ? 'failed' : { address: pictureOf(svg) })
      if (svg === null) setIsWanted(false)
    })
    return () => {
      drawing.isOver = true
    }
  }, [isWanted, source, isDark])
  if (typeof drawn === 'object') return <img className="diagram" src={drawn.address} alt={t('diagramOf', { source })} />
  return (
    <div className="diagram-row">
      {drawn === 'failed' && !isWanted ? <span role="alert">{t('noDiagram')}</span> : null}
      <button type="button" className="button sm" disabled={isWanted} onClick={() => setIsWanted(true)}>
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

const pictureOf = (svg: string): string => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
