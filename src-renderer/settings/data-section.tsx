import { FolderOpen } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { BackupList } from './backup-list.tsx'
import { Option, Options } from './option.tsx'
import { TransferPart } from './transfer-part.tsx'

export function DataSection() {
  const t = useWords('settings')
  return (
    <>
      <Options label={t('folder.title')}>
        <DataFolder />
      </Options>
      <BackupList />
      <TransferPart />
    </>
  )
}

function DataFolder() {
  const t = useWords('settings')
  const { link, toasts } = usePage()
  const folder = useStore(link.state, ({ info }) => info?.data_folder ?? '')
  const isWindow = useStore(link.state, ({ info }) => info?.shell === 'electron')
  const open = (): void => void toasts.getState().attempt(() => link.api.window.openDataFolder())
  return (
    <Option
      Icon={FolderOpen}
      title={t('folder.title')}
      about={
        <>
          {t('folder.about')} <code>{folder}</code>
        </>
      }
    >
      {isWindow ? (
        <button type="button" className="button" onClick={open}>
          {t('folder.open')}
        </button>
      ) : null}
      <CopyButton text={folder} label={t('folder.copy')} />
    </Option>
  )
}
