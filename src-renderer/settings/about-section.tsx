import { Flame, FolderOpen } from 'lucide-react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { usePage } from '../use-page.ts'
import { UpdateOption } from '../window/update-option.tsx'
import { LicenceList } from './licence-list.tsx'
import { Option, Options } from './option.tsx'

export function AboutSection() {
  const t = useWords('settings')
  const { link } = usePage()
  const info = useStore(link.state, (state) => state.info)
  if (info === null) return null
  return (
    <>
      <Options label={t('section.about.name')}>
        <Option
          Icon={Flame}
          title={t('about.version', { version: info.version })}
          about={t(`about.shell.${info.shell}`, { platform: info.platform })}
        />
        {info.shell === 'electron' ? <UpdateOption /> : null}
        <Option Icon={FolderOpen} title={t('folder.title')} about={<code>{info.data_folder}</code>} />
      </Options>
      <LicenceList />
    </>
  )
}
