export interface ConversationSlots<S> {
  /**
   * The slot of a conversation: the one it had, else of those nobody has the one most `alike`, else the one unused for
   * longest, whose conversation then has none. `null` takes one for a single job and leaves it free.
   */
  take(conversationId: string | null, alike: (slot: S) => number): S
}

interface Slot<S> {
  readonly value: S
  readonly owner: string | null
}

/** Which conversation has which of a few equal places; at least one. */
export function createConversationSlots<S>(values: readonly [S, ...S[]]): ConversationSlots<S> {
  // The one unused for longest is first.
  let slots: readonly Slot<S>[] = values.map((value) => ({ value, owner: null }))
  const oldest: Slot<S> = { value: values[0], owner: null }
  return {
    take(conversationId, alike) {
      const own = conversationId === null ? undefined : slots.find(({ owner }) => owner === conversationId)
      const { value } =
        own ??
        mostAlike(
          slots.filter(({ owner }) => owner === null),
          alike,
        ) ??
        slots[0] ??
        oldest
      slots = [...slots.filter((slot) => slot.value !== value), { value, owner: conversationId }]
      return value
    },
  }
}

/** Of equals, the first. */
function mostAlike<S>(slots: readonly Slot<S>[], alike: (slot: S) => number): Slot<S> | undefined {
  const likeness = slots.map(({ value }) => alike(value))
  return slots[likeness.indexOf(Math.max(...likeness))]
}
