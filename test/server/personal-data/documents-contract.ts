import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { KnowledgeStore } from '../../../server/stores/knowledge-store.ts'
import { hybridFound } from '../../../src-shared/api/search.ts'
import { task, taskStarted } from '../../../src-shared/api/tasks.ts'
import { embeddedDocument, embeddedQuery } from '../../helpers/server/embedded-words.ts'
import type { TestServer, TestUser } from '../../helpers/server/open-test-server.ts'

export interface OfDocuments {
  readonly server: TestServer
  readonly knowledge: KnowledgeStore
}

const exported = z.object({ stores: z.object({ knowledge: z.object({ knowledge_vectors: z.array(z.unknown()) }) }) })

/** What somebody gave to be searched is his: he gets it, and is rid of it. */
export function keepsDocumentsPersonal(given: () => OfDocuments): void {
  const filesOf = ({ userId }: TestUser) => globSync(join(given().server.dataFolder, 'passage-index-*', 'users', `${userId}*`))

  async function searchingUser(): Promise<TestUser> {
    const { server } = given()
    const user = await server.signUp()
    const { token } = user
    for (const [n, text] of [`canary of ${user.userId}`, 'Roses want sun.'].entries())
      await server.call('POST /knowledge/documents', { token, body: embeddedDocument(`${n}.txt`, [text, 'More of it.']) })
    const found = await server.call('POST /search/hybrid', { token, body: embeddedQuery('canary') })
    expect(hybridFound.parse(found.data).results[0]?.content).toBe(`canary of ${user.userId}`)
    return user
  }

  test('the export has the documents with their texts, and nobody else’s', async () => {
    const { server } = given()
    const [user, other] = [await searchingUser(), await searchingUser()]

    const { task_id } = taskStarted.parse((await server.call('POST /users/me/export', { token: user.token })).data)
    await server.jobs.runDue()
    const { data } = await server.call(`GET /tasks/${task_id}`, { token: user.token })

    const { stores } = exported.parse(task.parse(data).result)
    expect(stores.knowledge.knowledge_vectors).toHaveLength(2)
    // Both are of the same moment, so either may come first.
    expect(stores.knowledge.knowledge_vectors).toContainEqual(
      expect.objectContaining({
        metadata: expect.objectContaining({ source: '0.txt' }),
        passages: [
          expect.objectContaining({ content: `canary of ${user.userId}` }),
          expect.objectContaining({ content: 'More of it.' }),
        ],
      }),
    )
    expect(JSON.stringify(data)).not.toContain(other.userId)
  })

  test('with the account its documents go, and what the index made of them; another’s stay', async () => {
    const { server, knowledge } = given()
    const [user, other] = [await searchingUser(), await searchingUser()]
    expect(filesOf(user).length).toBeGreaterThan(0)

    await server.call('DELETE /users/me', { token: user.token, body: { current_password: user.password } })
    await server.jobs.runDue()

    expect((await knowledge.listDocuments(user.userId, { limit: 10 })).documents).toEqual([])
    expect(await knowledge.knownUsers([user.userId, other.userId])).toEqual([other.userId])
    expect(filesOf(user).filter((file) => existsSync(file))).toEqual([])
    expect(filesOf(other).length).toBeGreaterThan(0)
  })
}
