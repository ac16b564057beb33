import { Workflow } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../../language/use-words.ts'
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
    const theme = document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light'
    const svg = await drawDiagram({ source, theme })
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

const pictureOf = (svg: string): string => URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
