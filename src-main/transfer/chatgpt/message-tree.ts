import type { LeftOut } from '../../../src-shared/desktop/transfer.ts'
import type { ChatGptConversation, ChatGptNode } from './chatgpt-format.ts'
import { joined, messageText } from './message-text.ts'

/** One message of our tree: what was said in a row by one side. */
export interface TreeMessage {
  /** Of the last node it was made from. */
  readonly nodeId: string
  readonly parentId: string | null
  readonly role: 'user' | 'assistant'
  readonly text: string
  readonly thought: string
  /** Unix ms; null where the file does not say. */
  readonly at: number | null
  readonly leftOut: LeftOut
}

export interface MessageTree {
  /** Parents first. */
  readonly messages: readonly TreeMessage[]
  /** The message at the end of the branch that was shown; null when there is none. */
  readonly selected: string | null
}

interface Step {
  readonly nodeId: string
  /** What is said so far by the side that speaks; not in the tree yet, because more of it may follow. */
  readonly open: TreeMessage | null
  /** Of the newest message in the tree. */
  readonly parentId: string | null
}

/**
 * The visible messages of a chat, every branch. System messages, hidden ones and tools are nodes there: they are stepped over,
 * and an answer in several pieces (with tools in between) becomes one message.
 */
export function messageTree(conversation: ChatGptConversation): MessageTree {
  const { mapping, current_node } = conversation
  const children = childrenOf(mapping)
  const made = new Map<string, TreeMessage>()
  const endOf = new Map<string, string>()
  const seen = new Set<string>()
  const steps: Step[] = rootsOf(mapping).map((nodeId) => ({ nodeId, open: null, parentId: null }))
  const keep = (message: TreeMessage): string => {
    made.set(message.nodeId, message)
    return message.nodeId
  }
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const { nodeId } = step
    if (seen.has(nodeId)) continue
    seen.add(nodeId)
    const next = follow(step, mapping[nodeId], keep)
    const below = children.get(nodeId) ?? []
    if (next.open && below.length === 0) endOf.set(nodeId, keep(next.open))
    else if (next.parentId !== null) endOf.set(nodeId, next.parentId)
    // The stack turns their order round.
    for (const child of below.toReversed()) steps.push({ ...next, nodeId: child })
  }
  return { messages: [...made.values()], selected: endOf.get(current_node ?? '') ?? null }
}

function follow(step: Step, node: ChatGptNode | undefined, keep: (message: TreeMessage) => string): Omit<Step, 'nodeId'> {
  const said = sayingOf(step.nodeId, node)
  if (said === undefined) return step
  const { open, parentId } = step
  if (open === null) return { open: { ...said, parentId }, parentId }
  if (open.role === said.role) return { open: merged(open, said), parentId }
  const above = keep(open)
  return { open: { ...said, parentId: above }, parentId: above }
}

type Saying = Omit<TreeMessage, 'parentId'>

function sayingOf(nodeId: string, node: ChatGptNode | undefined): Saying | undefined {
  const message = node?.message
  const role = message?.author?.role
  if (!message || message.metadata?.is_visually_hidden_from_conversation || role === 'system') return undefined
  const { text, thought, leftOut } = messageText(message)
  if (text.trim() === '' && thought === '') return undefined
  const { images = 0, files = 0, tools = 0, other = 0 } = leftOut
  return {
    nodeId,
    role: role === 'user' ? 'user' : 'assistant',
    text,
    thought,
    at: message.create_time ? Math.round(message.create_time * 1000) : null,
    leftOut: { images, files, tools, other },
  }
}

const merged = (open: TreeMessage, said: Saying): TreeMessage => ({
  ...said,
  parentId: open.parentId,
  text: joined([open.text, said.text]),
  thought: joined([open.thought, said.thought]),
  at: open.at ?? said.at,
  leftOut: added(open.leftOut, said.leftOut),
})

export const added = (a: LeftOut, b: LeftOut): LeftOut => ({
  images: a.images + b.images,
  files: a.files + b.files,
  tools: a.tools + b.tools,
  other: a.other + b.other,
})

/** In the order of the file; a parent that does not name its child still has it. */
function childrenOf(mapping: ChatGptConversation['mapping']): Map<string, string[]> {
  const children = new Map<string, string[]>()
  for (const [id, { children: named }] of Object.entries(mapping))
    children.set(
      id,
      (named ?? []).filter((child) => child in mapping),
    )
  for (const [id, { parent }] of Object.entries(mapping)) {
    const siblings = parent ? children.get(parent) : undefined
    if (siblings && !siblings.includes(id)) siblings.push(id)
  }
  return children
}

const rootsOf = (mapping: ChatGptConversation['mapping']): string[] =>
  Object.entries(mapping).flatMap(([id, { parent }]) => (parent && parent in mapping ? [] : [id]))
