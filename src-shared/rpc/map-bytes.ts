/** The typed arrays that may travel, by the name they travel under. */
export const typedArrays = {
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
} as const

export type TypedArrayName = keyof typeof typedArrays
export type TypedArray = InstanceType<(typeof typedArrays)[TypedArrayName]>

export interface Place {
  readonly path: string[]
  readonly type: TypedArrayName
}

/**
 * The tree with each typed array replaced by what `replace` returns; branches without one are not copied. Throws on what
 * only some transports could carry, such as a Date, a Map or an instance of a class, so that it fails on all of them.
 */
export function mapBytes(tree: unknown, replace: (bytes: TypedArray, place: Place) => unknown): unknown {
  const path: string[] = []
  return visit(tree)

  function visit(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value
    const type = typedArrayName(value)
    if (type) return replace(value as TypedArray, { path: [...path], type })
    if (!isPlain(value)) throw new TypeError(`${Object.prototype.toString.call(value)} cannot travel`)
    return visitChildren(value)
  }

  function visitChildren(parent: Readonly<Record<string, unknown>>): unknown {
    let copy: Record<string, unknown> | undefined
    for (const [key, child] of Object.entries(parent)) {
      path.push(key)
      const mapped = visit(child)
      path.pop()
      if (Object.is(mapped, child)) continue
      copy ??= copyOf(parent)
      copy[key] = mapped
    }
    return copy ?? parent
  }
}

/** By its tag, because Node's Buffer is a Uint8Array too. */
function typedArrayName(value: object): TypedArrayName | undefined {
  const tag = ArrayBuffer.isView(value) && Symbol.toStringTag in value ? String(value[Symbol.toStringTag]) : ''
  return Object.hasOwn(typedArrays, tag) ? (tag as TypedArrayName) : undefined
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}

const copyOf = (parent: Readonly<Record<string, unknown>>) =>
  (Array.isArray(parent) ? [...parent] : { ...parent }) as Record<string, unknown>
