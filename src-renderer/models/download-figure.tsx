import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { joined } from './model-words.ts'
import { bytesPerSecond } from './transfer-pace.ts'

/** "Downloading 1 model · 9.4 MB/s", for the status bar; nothing while none is on its way. */
export function DownloadFigure() {
  const { models } = usePage()
  const t = useWords('models')
  const coming = useStore(models, ({ entries }) => entries.filter(({ row }) => row?.status === 'downloading').length)
  const speed = useStore(models, ({ receipts }) =>
    Object.values(receipts).reduce((sum, each) => sum + (bytesPerSecond(each) ?? 0), 0),
  )
  if (coming === 0) return null
  return (
    <span className="rest">
      {joined([t('status.downloads', { count: coming }), speed > 0 ? t('transfer.speed', { speed }) : ''])}
    </span>
  )
}
