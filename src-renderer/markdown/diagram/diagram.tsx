import { Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../language/use-words.ts'
import type { DiagramJob } from './diagram-frame.ts'
import { drawDiagram } from './draw-diagram.ts'

type Drawn = { readonly state: 'none' | 'drawing' | 'failed' } | { readonly state: 'drawn'; readonly address: string }

/** Drawn when asked for, and shown as a picture: what is in it can neither run nor load anything. */
export function Diagram({ source }: { readonly source: string }) {
  const t = useWords('markdown')
  const [drawn, setDrawn] = useState<Drawn>({ state: 'none' })
  const address = drawn.state === 'drawn' ? drawn.address : undefined
  useEffect(() => () => (address === undefined ? undefined : URL.revokeObjectURL(address)), [address])
  const draw = async (): Promise<void> => {
    setDrawn({ state: 'drawing' })
    const svg = await drawDiagram({ source, ...look() })
    setDrawn(svg === null ? { state: 'failed' } : { state: 'drawn', address: pictureOf(svg) })
  }
  if (drawn.state === 'drawn') return <img className="diagram" src={drawn.address} alt={t('diagramOf', { source })} />
  return (
    <div className="diagram-row">
      {drawn.state === 'failed' ? <span role="alert">{t('noDiagram')}</span> : null}
      <button type="button" className="button sm" disabled={drawn.state === 'drawing'} onClick={() => void draw()}>
        <Workflow className="small" /> {drawn.state === 'drawing' ? t('drawing') : t('showDiagram')}
      </button>
    </div>
  )
}

/** A picture has no share in the page's style: its colours are told. */
function look(): Omit<DiagramJob, 'source'> {
  const root = document.documentElement
  const style = getComputedStyle(root)
  const of = (token: string): string => style.getPropertyValue(`--${token}`).trim()
  return {
    isDark: root.dataset.theme === 'dark',
    colours: {
      ...{ paper: of('raised'), box: of('panel'), edge: of('line-strong') },
      ...{ text: of('text'), line: of('muted'), accent: of('accent-soft') },
    },
  }
}

const pictureOf = (svg: string): string => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
