import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTextGatherer } from '../../../src-main/engine/gather-text.ts'
import type { GenerateEvent } from '../../../src-shared/engine/llama.ts'

const end: GenerateEvent = {
  ...{ type: 'end', stop: 'end', prompt_tokens: 1, evaluated_tokens: 1, completion_tokens: 1, read_ms: 1, write_ms: 1 },
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function gatherer() {
  const told: GenerateEvent[] = []
  const made = createTextGatherer({ paceMs: 33, now: () => Date.now() })
  return { told, made, put: (event: GenerateEvent) => made.put(event, (each) => told.push(each)) }
}

const text = (words: string): GenerateEvent => ({ type: 'text', text: words })
const thought = (words: string): GenerateEvent => ({ type: 'thought', text: words })

test('The first piece is told at once, those within the pace together when it is over', () => {
  const { told, put } = gatherer()
  put(text('The '))
  expect(told).toEqual([text('The ')])
  put(text('sea '))
  vi.advanceTimersByTime(20)
  put(text('is '))
  expect(told).toEqual([text('The ')])
  vi.advanceTimersByTime(13)
  expect(told).toEqual([text('The '), text('sea is ')])
})

test('A piece that comes after a pause is not held back', () => {
  const { told, put } = gatherer()
  put(text('The '))
  vi.advanceTimersByTime(200)
  put(text('sea'))
  expect(told).toEqual([text('The '), text('sea')])
})

test('A thought and the answer behind it stay apart and in order, and the answer begins at once', () => {
  const { told, put } = gatherer()
  put(thought('Hm'))
  put(thought(', so'))
  put(text('Yes'))
  expect(told).toEqual([thought('Hm'), thought(', so'), text('Yes')])
  put(text(', it is'))
  put(end)
  expect(told).toEqual([thought('Hm'), thought(', so'), text('Yes'), text(', it is'), end])
  vi.advanceTimersByTime(1000)
  expect(told).toHaveLength(5)
})

test('What is held back when the answer is stopped can be had, once', () => {
  const { told, made, put } = gatherer()
  put(text('The '))
  put(text('sea'))
  expect(made.take()).toEqual(text('sea'))
  expect(made.take()).toBeUndefined()
  vi.advanceTimersByTime(1000)
  expect(told).toEqual([text('The ')])
})
