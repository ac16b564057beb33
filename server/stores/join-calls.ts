/**
 * Calls of one turn of the loop as one: what it costs to ask is paid once for all of them. `most` go together; what `callAll` answers is in the order of what
 * it was given. Errors: those of `callAll`, for each that was part of it.
 */
export function joinCalls<Input, Output>(
  most: number,
  callAll: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): (input: Input) => Promise<Output> {
  const state: { waiting: Waiting<Input, Output>[] } = { waiting: [] }

  function send(): void {
    const all = state.waiting
    state.waiting = []
    for (let first = 0; first < all.length; first += most) void settle(all.slice(first, first + most), callAll)
  }

  return (input) => {
    const { promise, resolve, reject } = Promise.withResolvers<Output>()
    if (state.waiting.push({ input, resolve, reject }) === 1) setImmediate(send)
    return promise
  }
}

interface Waiting<Input, Output> {
  readonly input: Input
  readonly resolve: (output: Output) => void
  readonly reject: (error: unknown) => void
}

async function settle<Input, Output>(
  group: readonly Waiting<Input, Output>[],
  callAll: (inputs: readonly Input[]) => Promise<readonly Output[]>,
): Promise<void> {
  try {
    const outputs = await callAll(group.map(({ input }) => input))
    for (const [index, output] of outputs.entries()) group[index]?.resolve(output)
    const unanswered = group.slice(outputs.length)
    for (const { reject } of unanswered) reject(new RangeError('fewer answers than calls'))
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}
