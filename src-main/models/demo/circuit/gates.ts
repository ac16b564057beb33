import { createMatrix, type Matrix } from './matrix.ts'
import { constant, type Slot, type Term } from './residual-stream.ts'

/** Hidden units of the feed-forward part. */
export const UNITS = 96

/** A feed-forward layer, unit by unit. `out` says which entries receive the result, times what. */
export interface Gates {
  /** out += max(0, sum), for sums of flags. */
  whenPositive(sum: readonly Term[], out: readonly Term[]): void
  /** out += value if the sum is 1, nothing if it is 0 or less. */
  passWhen(sum: readonly Term[], value: Slot, out: readonly Term[]): void
  /** out += factor · sum, exactly. */
  multiply(factor: Slot, sum: readonly Term[], out: readonly Term[]): void
  weights(): GateWeights
}

export interface GateWeights {
  readonly gate: Matrix
  readonly up: Matrix
  readonly down: Matrix
}

/** One SwiGLU unit: out += silu(gate) · up. */
interface Unit {
  readonly gate: readonly Term[]
  readonly up: readonly Term[]
  readonly out: readonly Term[]
}

export function createGates(width: number): Gates {
  const gate = createMatrix(UNITS, width)
  const up = createMatrix(UNITS, width)
  const down = createMatrix(width, UNITS)
  let used = 0

  function addUnit(unit: Unit): void {
    if (used === UNITS) throw new RangeError(`a layer has only ${UNITS} hidden units`)
    for (const [entry, weight] of unit.gate) gate.add(used, entry.at, weight)
    for (const [entry, weight] of unit.up) up.add(used, entry.at, weight)
    for (const [entry, weight] of unit.out) down.add(entry.at, used, weight)
    used++
  }

  return {
    // silu(50x) / 50 is max(0, x) but for a dip that no flag reaches
    whenPositive: (sum, out) => addUnit({ gate: scale(sum, 50), up: [[constant, 0.02]], out }),
    // silu(20) is 20, silu(-20) is 0
    passWhen: (sum, value, out) =>
      addUnit({ gate: [...scale(sum, 40), [constant, -20]], up: [[value, 1]], out: scale(out, 1 / 20) }),
    // silu(x) · y + silu(-x) · (-y) is x · y for all x
    multiply(factor, sum, out) {
      for (const sign of [1, -1]) addUnit({ gate: [[factor, sign]], up: scale(sum, sign), out })
    },
    weights: () => ({ gate, up, down }),
  }
}

const scale = (terms: readonly Term[], by: number): Term[] => terms.map(([entry, weight]) => [entry, weight * by])
