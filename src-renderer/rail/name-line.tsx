import { NameField } from '../ui/name-field.tsx'
import { usePage } from '../use-page.ts'
import { type LinePlace, linePlace } from './line-place.ts'

export interface NameLineProps {
  readonly id: string
  readonly label: string
  readonly name: string
  readonly place: LinePlace
  readonly onDone: (name: string) => void
}

/** A line whose name is being changed; the focus is on the line again afterwards. */
export function NameLine({ id, label, name, place, onDone }: NameLineProps) {
  const { rail } = usePage()
  const end = (): void => {
    // A press elsewhere ended it and has the focus.
    const wasLeft = document.activeElement instanceof HTMLElement && document.activeElement.matches('button, textarea')
    rail.getState().put({ renaming: null, current: id, wantsFocus: !wasLeft })
  }
  const done = (text: string): void => {
    end()
    onDone(text)
  }
  return (
    <li className="line" data-line={id} {...linePlace(place)}>
      <NameField label={label} name={name} onDone={done} onCancel={end} />
    </li>
  )
}
