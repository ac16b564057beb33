import { type DiagramJob, diagramAnswer } from './diagram-frame.ts'

const limitMs = 15_000

/** The diagram as SVG text; null when the text is no diagram or takes too long. The frame lives as long as the drawing. */
export async function drawDiagram(job: DiagramJob): Promise<string | null> {
  const frame = document.createElement('iframe')
  frame.src = './diagram.html'
  frame.className = 'diagram-frame'
  frame.title = ''
  frame.ariaHidden = 'true'
  frame.tabIndex = -1
  try {
    return await answerOf(frame, job)
  } finally {
    frame.remove()
  }
}

function answerOf(frame: HTMLIFrameElement, job: DiagramJob): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>()
  const onMessage = ({ data, source }: MessageEvent<unknown>): void => {
    if (source !== frame.contentWindow) return
    const answer = diagramAnswer.safeParse(data)
    if (!answer.success) return
    if ('isReady' in answer.data) frame.contentWindow?.postMessage(job, location.origin)
    else resolve(answer.data.svg)
  }
  addEventListener('message', onMessage)
  const timer = setTimeout(() => resolve(null), limitMs)
  document.body.append(frame)
  return promise.finally(() => {
    clearTimeout(timer)
    removeEventListener('message', onMessage)
  })
}
