export interface SelectProps<T extends string> {
  readonly label: string
  readonly value: T
  readonly choices: readonly { readonly value: T; readonly name: string }[]
  readonly isDisabled?: boolean
  readonly onChange: (value: T) => void
}

/** One of a few: the system's own list, so that every keyboard and screen reader knows it. */
export function Select<T extends string>({ label, value, choices, isDisabled = false, onChange }: SelectProps<T>) {
  const choose = (wanted: string): void => {
    const choice = choices.find((each) => each.value === wanted)
    if (choice) onChange(choice.value)
  }
  return (
    <select
      className="field select"
      aria-label={label}
      value={value}
      disabled={isDisabled}
      onChange={(event) => choose(event.target.value)}
    >
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.name}
        </option>
      ))}
    </select>
  )
}
