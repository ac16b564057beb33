import { FolderOpen } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { usePage } from '../use-page.ts'
import { BackupList } from './backup-list.tsx'
import { Option, Options } from './option.tsx'

export function DataSection() {
  const t = useWords('settings')
  return (
    <>
      <Options label={t('folder.title')}>
        <DataFolder />
      </Options>
      <BackupList />
    </>
  )
}

function DataFolder() {
  const t = useWords('settings')
  const { link } = usePage()
  const folder = useStore(link.state, ({ info }) => info?.data_folder ?? '')
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
      <CopyButton text={folder} label={t('folder.copy')} />
    </Option>
  )
}
