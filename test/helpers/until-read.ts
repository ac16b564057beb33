import { joinCore } from './join-core.ts'
import { waitFor } from './wait-for.ts'

/** Until so many documents of the shell on this data folder can be searched; one of them is enough for the page to ask for questions. */
export async function untilRead(dataFolder: string, count: number): Promise<void> {
  const api = await joinCore(dataFolder)
  await waitFor(`${count} documents to be read`, async () => {
    const { items } = await api.documents.list({ limit: 1000 })
    return items.filter(({ status }) => status === 'ready').length >= count ? true : undefined
  })
}
