import '../../no-code-from-text.ts'
import mermaid from 'mermaid'
import { diagramJob } from './diagram-frame.ts'

/**
 * Runs in a frame of its own, `diagram.html`: mermaid writes style elements while it measures, which the page's policy
 * forbids and the frame's allows. The frame may load and ask nothing; the page takes nothing from it but a picture.
 */
async function draw(data: unknown): Promise<string | null> {
  const job = diagramJob.safeParse(data)
  if (!job.success) return null
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    maxTextSize: 20_000,
    maxEdges: 300,
    theme: job.data.theme === 'dark' ? 'dark' : 'neutral',
    suppressErrorRendering: true,
  })
  const { svg } = await mermaid.render('diagram', job.data.source)
  return svg
}

const answer = (data: unknown): void => parent.postMessage(data, location.origin)

addEventListener('message', ({ data, source }) => {
  if (source !== parent) return
  draw(data).then(
    (svg) => answer({ svg }),
    () => answer({ svg: null }),
  )
})
answer({ isReady: true })
