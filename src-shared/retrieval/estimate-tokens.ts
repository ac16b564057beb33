/** Letters of these scripts are a token each, more or less; of the others about four make one. */
const dense = /[\u0E00-\u0E7F\u1100-\u11FF\u2E80-\uA4CF\uA960-\uA97F\uAC00-\uD7FF\uF900-\uFAFF]/gu

const lettersPerToken = 3.8

/** What a template puts around each message. */
const tokensPerMessage = 5

/** About how many tokens a text takes, while no model that could count them is in memory. */
export function estimateTokens(text: string): number {
  const letters = text.match(dense)?.length ?? 0
  return Math.ceil((text.length - letters) / lettersPerToken) + letters
}

export const estimatePrompt = (messages: readonly { readonly text: string }[]): number =>
  messages.reduce((sum, { text }) => sum + estimateTokens(text) + tokensPerMessage, 0)
