import { Brain, Cable, Cpu, Layers, MemoryStick, Timer } from 'lucide-react'
import { gpuBackend } from '../../src-shared/models/fit.ts'
import { useWords } from '../language/use-words.ts'
import { Select } from '../ui/select.tsx'
import { AddressField } from './address-field.tsx'
import { NumberField } from './number-field.tsx'
import { Option, Options } from './option.tsx'
import { useSettings } from './use-settings.ts'

export function EngineSection() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  return (
    <>
      <Loading />
      <Options label={t('memory.group')}>
        <Option Icon={Timer} title={t('idle.title')} about={t('idle.about')}>
          <NumberField
            label={t('idle.title')}
            value={settings.idle_minutes}
            min={0}
            max={1440}
            onChange={(value) => change({ idle_minutes: value ?? 0 })}
          />
        </Option>
        <Option Icon={Cable} title={t('mirror.title')} about={t('mirror.about')}>
          <AddressField value={settings.model_mirror} onChange={(model_mirror) => change({ model_mirror })} />
        </Option>
      </Options>
    </>
  )
}

function Loading() {
  const t = useWords('settings')
  const [settings, change] = useSettings()
  const backends = gpuBackend.options.map((value) => ({ value, name: t(`gpu.${value}`) }))
  return (
    <Options label={t('gpu.group')}>
      <Option Icon={Cpu} title={t('gpu.title')} about={t('gpu.about')}>
        <Select label={t('gpu.title')} value={settings.gpu} choices={backends} onChange={(gpu) => change({ gpu })} />
      </Option>
      <Option Icon={Layers} title={t('layers.title')} about={t('layers.about')}>
        <NumberField
          label={t('layers.title')}
          value={settings.gpu_layers === 'auto' ? null : settings.gpu_layers}
          min={0}
          max={1000}
          whenEmpty={t('automatic')}
          onChange={(value) => change({ gpu_layers: value ?? 'auto' })}
        />
      </Option>
      <Option Icon={Brain} title={t('context.title')} about={t('context.about')}>
        <NumberField
          label={t('context.title')}
          value={settings.context_size}
          min={512}
          max={262_144}
          whenEmpty={t('automatic')}
          onChange={(context_size) => change({ context_size })}
        />
      </Option>
      <Option Icon={MemoryStick} title={t('threads.title')} about={t('threads.about')}>
        <NumberField
          label={t('threads.title')}
          value={settings.threads}
          min={1}
          max={256}
          whenEmpty={t('automatic')}
          onChange={(threads) => change({ threads })}
        />
      </Option>
    </Options>
  )
}
