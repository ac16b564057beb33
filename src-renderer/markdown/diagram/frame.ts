import '../../no-code-from-text.ts'
import mermaid from 'mermaid'
import { type DiagramJob, diagramJob } from './diagram-frame.ts'

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
    look: 'classic',
    theme: 'base',
    themeVariables: themeOf(job.data),
    suppressErrorRendering: true,
  })
  const { svg } = await mermaid.render('diagram', job.data.source)
  return svg
}

/** What mermaid makes all other colours of. */
const themeOf = ({ isDark, colours: { paper, box, edge, text, line, accent } }: DiagramJob) => ({
  darkMode: isDark,
  fontFamily: 'Inter, system-ui, sans-serif',
  fontSize: '14px',
  background: paper,
  mainBkg: box,
  ...{ primaryColor: box, primaryTextColor: text, primaryBorderColor: edge },
  ...{ secondaryColor: accent, secondaryTextColor: text, tertiaryColor: paper, tertiaryTextColor: text },
  ...{ lineColor: line, textColor: text, noteBkgColor: accent, noteTextColor: text, noteBorderColor: edge },
})

const answer = (data: unknown): void => parent.postMessage(data, location.origin)

addEventListener('message', ({ data, source }) => {
  if (source !== parent) return
  draw(data).then(
    (svg) => answer({ svg }),
    () => answer({ svg: null }),
  )
})
answer({ isReady: true })
