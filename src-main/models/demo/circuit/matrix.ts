/** Numbers row by row; a GGUF tensor of dimensions [columns, rows] is stored like this. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly numbers: Float32Array
  set(row: number, column: number, value: number): void
  add(row: number, column: number, value: number): void
}

export function createMatrix(rows: number, columns: number): Matrix {
  const numbers = new Float32Array(rows * columns)
  return {
    rows,
    columns,
    numbers,
    set(row, column, value) {
      numbers[row * columns + column] = value
    },
    add(row, column, value) {
      const at = row * columns + column
      numbers[at] = (numbers[at] ?? 0) + value
    },
  }
}
