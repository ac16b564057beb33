import '../../../src-renderer/ui/tokens.css'
import '../../../src-renderer/ui/base.css'
import { createRoot } from 'react-dom/client'
import { config } from 'zod'
import { createLanguage } from '../../../src-renderer/language/create-language.ts'
import { LanguageProvider } from '../../../src-renderer/language/language-provider.tsx'
import { createPageDrawer } from '../../../src-renderer/markdown/drawing/create-page-drawer.ts'
import { DrawerContext } from '../../../src-renderer/markdown/drawing/use-drawing.ts'
import { Markdown } from '../../../src-renderer/markdown/markdown.tsx'

/** The one component that draws untrusted text, as the page has it, fed from outside. */
config({ jitless: true })

const language = createLanguage()
const drawer = createPageDrawer()
const citations = { names: ['one.pdf', 'two.pdf'], open: () => {} }
const root = createRoot(document.getElementById('root') ?? document.body)

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))

function show(text: string, isWriting: boolean): void {
  root.render(
    <LanguageProvider language={language}>
      <DrawerContext value={drawer}>
        <Markdown text={text} citations={citations} isWriting={isWriting} />
      </DrawerContext>
    </LanguageProvider>,
  )
}

const tasks = { longestMs: 0 }
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) tasks.longestMs = Math.max(tasks.longestMs, duration)
}).observe({ type: 'longtask' })

/** Streams a text cut at `ends` (UTF-16 offsets), a piece a frame; resolves with the longest task in ms, 0 below 50. */
async function stream(text: string, ends: readonly number[]): Promise<number> {
  show('', true)
  await nextFrame()
  tasks.longestMs = 0
  for (const end of ends) {
    show(text.slice(0, end), true)
    await nextFrame()
  }
  show(text, false)
  // The last one: what waited for the end is drawn now.
  for (let frame = 0; frame < 4; frame += 1) await nextFrame()
  return tasks.longestMs
}

Object.assign(globalThis, { stream })
