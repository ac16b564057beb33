import { CornerDownLeft, Dices, Ruler, ScrollText, Thermometer, Waypoints } from 'lucide-react'
import { defaultSettings } from '../../src-shared/desktop/settings.ts'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { NumberField } from './number-field.tsx'
import { Option, Options } from './option.tsx'
import { SystemPrompt } from './system-prompt.tsx'
import { useSettings } from './use-settings.ts'

export function ChatSection() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  const keys = [
    { value: 'enter', name: t('sendKey.enter') },
    { value: 'mod_enter', name: t('sendKey.modEnter') },
  ] as const
  return (
    <>
      <Options label={t('sendKey.group')}>
        <Option Icon={CornerDownLeft} title={t('sendKey.title')} about={t('sendKey.about')}>
          <Select
            label={t('sendKey.title')}
            value={settings.send_key}
            choices={keys}
            onChange={(send_key) => change({ send_key })}
          />
        </Option>
        <Option Icon={ScrollText} title={t('systemPrompt.title')} about={t('systemPrompt.about')} below={<SystemPrompt />} />
      </Options>
      <Sampling />
    </>
  )
}

function Sampling() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  const { temperature, top_p, top_k, max_answer_tokens } = defaultSettings
  return (
    <Options label={t('sampling.group')}>
      <Option Icon={Thermometer} title={t('temperature.title')} about={t('temperature.about', { usual: temperature })}>
        <NumberField
          label={t('temperature.title')}
          value={settings.temperature}
          min={0}
          max={2}
          step={0.05}
          onChange={(value) => change({ temperature: value ?? temperature })}
        />
      </Option>
      <Option Icon={Dices} title={t('topP.title')} about={t('topP.about', { usual: top_p })}>
        <NumberField
          label={t('topP.title')}
          value={settings.top_p}
          min={0}
          max={1}
          step={0.05}
          onChange={(value) => change({ top_p: value ?? top_p })}
        />
      </Option>
      <Option Icon={Waypoints} title={t('topK.title')} about={t('topK.about', { usual: top_k })}>
        <NumberField
          label={t('topK.title')}
          value={settings.top_k}
          min={0}
          max={1000}
          onChange={(value) => change({ top_k: value ?? top_k })}
        />
      </Option>
      <Option Icon={Ruler} title={t('answerLength.title')} about={t('answerLength.about', { usual: max_answer_tokens })}>
        <NumberField
          label={t('answerLength.title')}
          value={settings.max_answer_tokens}
          min={16}
          max={32_768}
          onChange={(value) => change({ max_answer_tokens: value ?? max_answer_tokens })}
        />
      </Option>
    </Options>
  )
}
