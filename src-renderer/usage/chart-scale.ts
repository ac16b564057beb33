/** The field of a chart in the units of its drawing; the axes' words stand around it. */
export const field = { left: 34, right: 520, top: 26, bottom: 166, width: 520, height: 190 } as const

const steps = [1, 2, 5]

/** Round values from 0 upwards, four steps or a few more, the last not below `highest`. */
export function ticksTo(highest: number): readonly number[] {
  const least = Math.max(highest, 1) / 4
  const power = 10 ** Math.floor(Math.log10(least))
  const step = Math.max(1, steps.map((each) => each * power).find((each) => each >= least) ?? 10 * power)
  const count = Math.max(1, Math.ceil(highest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

/** Where a value stands, from the top. */
export const heightOf = (value: number, highest: number): number =>
  field.bottom - (value / Math.max(highest, 1)) * (field.bottom - field.top)

/** The middle of the place of one of `count` things side by side. */
export const middleOf = (index: number, count: number): number =>
  field.left + ((index + 0.5) * (field.right - field.left)) / count
