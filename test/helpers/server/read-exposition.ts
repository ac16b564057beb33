type Labels = Readonly<Record<string, string>>

interface Sample {
  readonly name: string
  readonly labels: Labels
  readonly value: number
}

export interface Exposed {
  readonly names: readonly string[]
  typeOf(name: string): string | undefined
  /** Of the series with exactly these labels. */
  value(name: string, labels: Labels): number | undefined
  /** The names of the labels of its first series; those of the others are the same. */
  labelsOf(sample: string): readonly string[] | undefined
}

/** A page of Prometheus' text format. */
export function readExposition(text: string): Exposed {
  const lines = text.split('\n')
  const types = new Map(lines.flatMap((line) => typeIn(line)))
  const samples = lines.flatMap(sampleIn)
  return {
    names: [...types.keys()],
    typeOf: (name) => types.get(name),
    value: (name, labels) => samples.find((sample) => sample.name === name && isSame(sample.labels, labels))?.value,
    labelsOf(name) {
      const first = samples.find((sample) => sample.name === name)
      return first && Object.keys(first.labels)
    },
  }
}

function typeIn(line: string): [string, string][] {
  const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? []
  return name === undefined || type === undefined ? [] : [[name, type]]
}

function sampleIn(line: string): Sample[] {
  const [, name, labels = '', value] = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
  if (name === undefined) return []
  const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']): [string, string] => [key, text])
  return [{ name, labels: Object.fromEntries(pairs), value: Number(value) }]
}

const isSame = (one: Labels, other: Labels): boolean =>
  Object.keys(one).length === Object.keys(other).length && Object.entries(one).every(([name, value]) => other[name] === value)
