import './settings.css'
import {
  Cpu,
  HardDrive,
  Info,
  Keyboard,
  Library,
  type LucideIcon,
  MessageSquare,
  Shield,
  SlidersHorizontal,
  SunMoon,
} from 'lucide-react'
import { type ComponentType, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { useWords } from '../language/use-words.ts'
import { PageHeader } from '../thread/thread-header.tsx'
import { usePage } from '../use-page.ts'
import { AboutSection } from './about-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { ChatSection } from './chat-section.tsx'
import { DataSection } from './data-section.tsx'
import { EngineSection } from './engine-section.tsx'
import { GeneralSection } from './general-section.tsx'
import { KnowledgeSection } from './knowledge-section.tsx'
import { PrivacySection } from './privacy-section.tsx'
import { type SectionName, sectionNames } from './section-names.ts'
import { ShortcutsSection } from './shortcuts-section.tsx'

const sections: Readonly<Record<SectionName, { readonly Icon: LucideIcon; readonly Body: ComponentType }>> = {
  general: { Icon: SlidersHorizontal, Body: GeneralSection },
  appearance: { Icon: SunMoon, Body: AppearanceSection },
  chat: { Icon: MessageSquare, Body: ChatSection },
  engine: { Icon: Cpu, Body: EngineSection },
  knowledge: { Icon: Library, Body: KnowledgeSection },
  privacy: { Icon: Shield, Body: PrivacySection },
  data: { Icon: HardDrive, Body: DataSection },
  shortcuts: { Icon: Keyboard, Body: ShortcutsSection },
  about: { Icon: Info, Body: AboutSection },
}

export function SettingsPage() {
  const { place } = usePage()
  const t = useWords('settings')
  const chosen = useStore(place, (state) => (state.place.page === 'settings' ? state.place.section : undefined)) ?? 'general'
  const { Body } = sections[chosen]
  return (
    <div className="settings">
      <SectionList chosen={chosen} />
      <div className="settings-main">
        <PageHeader title={t(`section.${chosen}.name`)}>
          <span className="cap cut">{t(`section.${chosen}.says`)}</span>
        </PageHeader>
        <div className="page-body" key={chosen}>
          <Body />
        </div>
      </div>
    </div>
  )
}

function SectionList({ chosen }: { readonly chosen: SectionName }) {
  const { place } = usePage()
  const t = useWords('settings')
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    // In a narrow window the list is wider than the window.
    const show = (): void => {
      const here = list.current?.querySelector(`[data-section="${chosen}"]`)
      here?.scrollIntoView({ block: 'nearest', inline: 'center' })
    }
    show()
    addEventListener('resize', show)
    return () => removeEventListener('resize', show)
  }, [chosen])
  return (
    <nav ref={list} className="settings-list" aria-label={t('title')}>
      <p className="settings-title">{t('title')}</p>
      <ul>
        {sectionNames.map((section) => {
          const { Icon } = sections[section]
          return (
            <li key={section}>
              <button
                type="button"
                data-section={section}
                aria-current={section === chosen ? 'page' : undefined}
                onClick={() => place.getState().go({ page: 'settings', section })}
              >
                <Icon /> {t(`section.${section}.name`)}
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
