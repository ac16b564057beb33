// The part of ONNX that the embedder needs (field numbers: onnx.proto, IR version 8, opset 17), in protocol-buffer encoding.

const IR_VERSION = 8
const OPSET = 17

const elementTypes = { float: 1, int8: 3, int64: 7 } as const
type ElementType = keyof typeof elementTypes

export interface OnnxGraph {
  /** Adds an operator with one output and returns that output's name. */
  add(operator: string, inputs: readonly string[], attributes?: Readonly<Record<string, number>>): string
  /** A constant tensor; returns its name. */
  floats(dimensions: readonly number[], values: Float32Array): string
  bytes(dimensions: readonly number[], values: Int8Array): string
  integers(dimensions: readonly number[], values: readonly number[]): string
  /** Declares an input; sizes that are names may differ from call to call. */
  input(name: string, type: ElementType, sizes: readonly (number | string)[]): string
  /** Declares that `value` leaves the graph under `name`. */
  output(name: string, value: string, sizes: readonly (number | string)[]): void
  encode(): Buffer
}

export function createOnnxGraph(name: string): OnnxGraph {
  const nodes: Buffer[] = []
  const constants: Buffer[] = []
  const inputs: Buffer[] = []
  const outputs: Buffer[] = []
  const addNode = (operator: string, sources: readonly string[], { result, attributes = {} }: NodeDetails) =>
    nodes.push(
      message(1, [
        ...sources.map((source) => text(1, source)),
        text(2, result),
        text(4, operator),
        ...Object.entries(attributes).map(([key, value]) =>
          message(5, [text(1, key), integer(3, value), integer(20, INTEGER_ATTRIBUTE)]),
        ),
      ]),
    )
  const addConstant = (dimensions: readonly number[], type: ElementType, values: ArrayBufferView) => {
    const constant = `constant_${constants.length}`
    const raw = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    constants.push(
      message(5, [
        ...dimensions.map((size) => integer(1, size)),
        integer(2, elementTypes[type]),
        text(8, constant),
        bytes(9, raw),
      ]),
    )
    return constant
  }
  return {
    add(operator, sources, attributes = {}) {
      const result = `${operator.toLowerCase()}_${nodes.length}`
      addNode(operator, sources, { result, attributes })
      return result
    },
    floats: (dimensions, values) => addConstant(dimensions, 'float', values),
    bytes: (dimensions, values) => addConstant(dimensions, 'int8', values),
    integers: (dimensions, values) => addConstant(dimensions, 'int64', BigInt64Array.from(values, BigInt)),
    input(source, type, sizes) {
      inputs.push(valueInfo(11, source, { type, sizes }))
      return source
    },
    output(result, value, sizes) {
      addNode('Identity', [value], { result })
      outputs.push(valueInfo(12, result, { type: 'float', sizes }))
    },
    encode: () =>
      Buffer.concat([
        integer(1, IR_VERSION),
        message(7, [...nodes, text(2, name), ...constants, ...inputs, ...outputs]),
        message(8, [text(1, ''), integer(2, OPSET)]),
      ]),
  }
}

interface NodeDetails {
  readonly result: string
  readonly attributes?: Readonly<Record<string, number>>
}

interface ValueType {
  readonly type: ElementType
  readonly sizes: readonly (number | string)[]
}

const INTEGER_ATTRIBUTE = 2

function valueInfo(field: number, name: string, { type, sizes }: ValueType): Buffer {
  const shape = sizes.map((size) => message(1, [typeof size === 'string' ? text(2, size) : integer(1, size)]))
  const tensor = message(1, [integer(1, elementTypes[type]), message(2, shape)])
  return message(field, [text(1, name), message(2, [tensor])])
}

const VARIABLE = 0
const DELIMITED = 2

const message = (field: number, parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts))
const text = (field: number, value: string): Buffer => bytes(field, Buffer.from(value, 'utf8'))
const bytes = (field: number, value: Buffer): Buffer =>
  Buffer.concat([variable((field << 3) | DELIMITED), variable(value.length), value])
const integer = (field: number, value: number): Buffer => Buffer.concat([variable((field << 3) | VARIABLE), variable(value)])

/** Seven bits per byte, lowest first, the high bit where more follow. Not for negative numbers. */
function variable(value: number): Buffer {
  const groups = [value % 128]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) groups.push(rest % 128)
  return Buffer.from(groups.map((group, index) => (index < groups.length - 1 ? group | 128 : group)))
}
