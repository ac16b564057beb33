import { expect, test } from 'vitest'
import { line, openRail, toast } from '../helpers/open-rail.ts'

const limit = { timeout: 20_000 }

test('a chat that is erased in another window is no ghost here: a new one is open in its place, it is said, and a question is answered there', async () => {
  await using rail = await openRail({ chats: [{ title: 'Warranty' }, { title: 'Dealer' }] })
  const { page, api, faults } = rail
  await line(page, 'Dealer').click()
  await page.getByRole('heading', { level: 1, name: 'Dealer' }).waitFor(limit)
  const id = (await api.conversations.list({})).items.find(({ title }) => title === 'Dealer')?.id ?? ''

  await api.conversations.trash({ id })
  await api.conversations.purge({ id })

  await toast(page, 'The chat that was open here was erased elsewhere').waitFor(limit)
  await page.getByRole('heading', { level: 1, name: 'New chat' }).waitFor(limit)
  expect(await page.getByRole('article').count()).toBe(0)
  await page.getByRole('textbox', { name: 'Your question' }).fill('Hello there')
  await page.keyboard.press('Enter')
  await line(page, 'Hello there').waitFor(limit)
  expect(faults).toEqual([])
})

test('a chat that is erased here is left for a new one without a word', async () => {
  await using rail = await openRail({ chats: [{ title: 'Warranty' }, { title: 'Dealer' }] })
  const { page, api } = rail
  const id = (await api.conversations.list({})).items.find(({ title }) => title === 'Dealer')?.id ?? ''
  await api.conversations.trash({ id })
  await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
  await page.getByRole('button', { name: 'Trash', exact: true }).click()
  await line(page, 'Dealer').click()
  await page.getByText('This chat is in the trash').waitFor(limit)

  await page.getByRole('button', { name: 'Empty…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Erase' }).click()

  await page.getByText('Chats you delete lie here until you erase them.').waitFor(limit)
  await page.getByRole('heading', { level: 1, name: 'New chat' }).waitFor(limit)
  expect(await toast(page, 'erased elsewhere').count()).toBe(0)
})
