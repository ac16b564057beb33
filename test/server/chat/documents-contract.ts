import { expect, test } from 'vitest'
import { type ChatAnswer, chatAnswer } from '../../../src-shared/api/chat.ts'
import { document } from '../../../src-shared/api/knowledge.ts'
import { nothingFound } from '../../../src-shared/retrieval/build-prompt.ts'
import type { TestServer, TestUser } from '../../helpers/server/open-test-server.ts'
import { waitFor } from '../../helpers/wait-for.ts'

const manual = `# Kettle K200

The kettle is made of steel. The warranty of the kettle lasts three years. Water boils in it within two minutes.`
const question = 'How long does the warranty of the kettle last?'

/** Answers from one's own documents, with real models, wherever the documents are kept. */
export function answersFromDocuments(server: () => TestServer): void {
  const ask = async ({ token }: TestUser, body: object): Promise<ChatAnswer> => {
    const { data, text } = await server().call('POST /chat/message', { token, body: { message: question, ...body } })
    return chatAnswer.parse(data, { error: () => text })
  }
  const add = async ({ token }: TestUser) => {
    const body = { source: 'manual.md', category: 'Kitchen', content: manual }
    return document.parse((await server().call('POST /knowledge/documents', { token, body })).data)
  }
  /** The index is built beside the requests. */
  const untilSearched = (user: TestUser, body: object = {}) =>
    waitFor('the documents to be searched', async () => {
      const answer = await ask(user, body)
      return answer.documents === 'searched' ? answer : undefined
    })

  test('the answer quotes the passage that has it, and names its source', async () => {
    const user = await server().signUp()
    const { document_id } = await add(user)

    const { answer, sources } = await untilSearched(user)

    expect(answer).toContain('The warranty of the kettle lasts three years.')
    expect(sources[0]).toMatchObject({ document_id, source: 'manual.md', position: 0 })
    expect(answer).toContain('[1]')
    const { data } = await server().call('GET /chat/conversations', { token: user.token })
    expect(data).toMatchObject({ items: [{ title: question, topics: ['Kitchen'] }] })
  })

  test('what the documents do not hold is said, without a model; unless they are not to be asked', async () => {
    const user = await server().signUp()
    await add(user)

    const given = await untilSearched(user, { message: 'Who won the football championship in Peru?' })
    const plain = await ask(user, { use_rag: false })

    expect(given).toMatchObject({ answer: nothingFound, sources: [], model: null, status: 'complete' })
    expect(plain).toMatchObject({ documents: 'not_asked', sources: [], model: 'demo' })
  })

  test('once the last document is deleted there are none to be asked', async () => {
    const user = await server().signUp()
    const { document_id } = await add(user)
    await untilSearched(user)

    await server().call(`DELETE /knowledge/documents/${document_id}`, { token: user.token })

    expect(await ask(user, {})).toMatchObject({ documents: 'none', sources: [], model: 'demo' })
  })

  test('the documents of somebody else answer nobody', async () => {
    const [user, other] = [await server().signUp(), await server().signUp()]
    await add(user)
    await untilSearched(user)

    const theirs = await ask(other, {})

    expect([theirs.documents, theirs.sources]).toEqual(['none', []])
    expect(theirs.answer).not.toContain('three years')
  })
}
