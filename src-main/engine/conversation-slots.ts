export interface ConversationSlots<S> {
  /**
   * The slot of a conversation: the one it had, else one nobody has, else the one unused for longest, whose conversation
   * then has none. `null` takes one for a single job and leaves it free.
   */
  take(conversationId: string | null): S
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
    take(conversationId) {
      const own = conversationId === null ? undefined : slots.find(({ owner }) => owner === conversationId)
      const { value } = own ?? slots.find(({ owner }) => owner === null) ?? slots[0] ?? oldest
      slots = [...slots.filter((slot) => slot.value !== value), { value, owner: conversationId }]
      return value
    },
  }
}
