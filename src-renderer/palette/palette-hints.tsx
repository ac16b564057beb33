import { ArrowDown, ArrowUp, CornerDownLeft } from 'lucide-react'
import { ChordKeys } from '../commands/shortcut-keys.tsx'
import { useWords } from '../language/use-words.ts'

/** The keys of the palette; those who hear it are told by the field's role. */
export function PaletteHints() {
  const t = useWords('palette')
  return (
    <div className="palette-hints" aria-hidden="true">
      <span>
        <kbd className="key">
          <ArrowUp />
        </kbd>
        <kbd className="key">
          <ArrowDown />
        </kbd>
        {t('hint.move')}
      </span>
      <span>
        <kbd className="key">
          <CornerDownLeft />
        </kbd>
        {t('hint.open')}
      </span>
      <span>
        <ChordKeys chord="Mod" />
        <kbd className="key">
          <CornerDownLeft />
        </kbd>
        {t('hint.all')}
      </span>
      <span>
        <ChordKeys chord="Tab" /> {t('hint.kind')}
      </span>
      <span className="push">
        <ChordKeys chord="Escape" /> {t('hint.close')}
      </span>
    </div>
  )
}
