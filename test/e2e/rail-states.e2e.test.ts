import { test } from 'vitest'
import { newId } from '../helpers/conversation-rows.ts'
import { choice, line, openRail, toast } from '../helpers/open-rail.ts'
import { lookAt } from './look-at.ts'

test.concurrent.for(['light', 'dark'] as const)(
  'the rail in every state, %s: nothing axe finds, and a picture of each',
  async (theme, { expect }) => {
    await using rail = await openRail({ theme })
    const { page, api, faults } = rail
    const look = (name: string): Promise<void> => lookAt(page, `rail-${name}-${theme}`)
    const folder = newId()
    await api.folders.create({ id: folder, name: 'Dealers' })
    const { items } = await api.conversations.list({})
    const named = (start: string): string => items.find(({ title }) => title.startsWith(start))?.id ?? ''
    await api.conversations.organise({ ids: [named('Price')], folder_id: folder })
    const tag = await api.tags.create({ id: newId(), name: 'Travel' })
    await api.tags.assign({ conversation_id: named('Trip'), tag_ids: [tag.id] })

    await line(page, 'Warranty terms').click()
    await line(page, 'Dealers').waitFor()
    await page.mouse.move(700, 400)
    await look('window')
    await line(page, 'Trip plan').click({ modifiers: ['Control'] })
    await line(page, 'SQL window').click({ modifiers: ['Shift'] })
    await look('chosen')
    await line(page, 'Reply').click({ button: 'right' })
    await look('menu')
    await choice(page, 'Move to folder…').click()
    await page.getByRole('dialog').waitFor()
    await look('move')
    await page.keyboard.press('Escape')
    await line(page, 'Reply').click({ button: 'right' })
    await choice(page, 'Tags…').click()
    await page.getByRole('dialog').waitFor()
    await look('tags')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Choose none' }).click()
    await line(page, 'Compare').click()
    await line(page, 'Compare').focus()
    await page.keyboard.press('Delete')
    await toast(page, 'moved to trash').waitFor()
    await page.getByRole('button', { name: 'Show tags, archive or trash' }).click()
    await page.getByRole('button', { name: 'Trash', exact: true }).click()
    await line(page, 'Compare').click()
    await page.getByText('This chat is in the trash').waitFor()
    await look('trash')
    await page.getByRole('button', { name: 'Empty…' }).click()
    await page.getByRole('dialog').waitFor()
    await look('erase')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'All chats' }).first().click()
    await page.getByRole('button', { name: 'Hide the list of chats' }).click()
    await look('hidden')
    await page.setViewportSize({ width: 480, height: 800 })
    await look('narrow')
    await page.getByRole('button', { name: 'Show the list of chats' }).click()
    await look('narrow-sheet')

    expect(faults).toEqual([])
  },
)
