import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test } from 'vitest'
import { german } from '../../src-renderer/language/german.ts'
import { englishWords } from '../../src-renderer/language/language-words.ts'
import { newId } from '../../src-shared/ids.ts'
import { joinCore } from '../helpers/join-core.ts'
import { openPage } from '../helpers/open-page.ts'
import { resizeWindow } from '../helpers/resize-window.ts'
import { seedChats } from '../helpers/seed-chats.ts'
import { startShell } from '../helpers/start-shell.ts'
import { tempFolder } from '../helpers/temp-folder.ts'
import { lookAt, pictureOf } from './look-at.ts'
import { findOverflows, readWords } from './read-words.ts'

const limit = { timeout: 60_000 }

type Tree = string | { readonly [key: string]: Tree }
const leaves = (tree: Tree): readonly string[] => (typeof tree === 'string' ? [tree] : Object.values(tree).flatMap(leaves))

/** What holds an English sentence together: found also where the core says it, whose words are in no file of the page. */
const englishGlue = /\b(?:the|and|of|your|with|from|not|this|is)\b/i

/** The name of a sample, and what the seeded answer says. */
const isOfOthers = (said: string): boolean => /Letter from the landlord|^It is so/.test(said)

/** Sentences that only English has; one with figures in it is told by the words around them. */
function onlyEnglish(): (said: string) => boolean {
  const inGerman = new Set(leaves(german))
  const sentences = [...englishWords().values()].filter((words) => !inGerman.has(words) && /\p{L}{3}/u.test(words))
  // The name of a model is its name in every language.
  const plain = new Set(sentences.filter((words) => !words.includes('{{') && words !== 'Demo model'))
  const filled = sentences
    .filter((words) => words.includes('{{') && words.replaceAll(/\{\{.*?\}\}/g, '').length > 12)
    .map(
      (words) =>
        new RegExp(
          `^${words
            .split(/\{\{.*?\}\}/)
            .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('.+')}$`,
          'u',
        ),
    )
  return (said) =>
    plain.has(said) || filled.some((pattern) => pattern.test(said)) || (englishGlue.test(said) && !inGerman.has(said))
}

/** The chat, every page, every section of the settings, the palette. */
async function walk(page: Page, visit: (name: string) => Promise<void>): Promise<void> {
  await visit('first')
  await page
    .locator('#rail')
    .getByRole('button', { name: /^Pumpe/ })
    .first()
    .click(limit)
  await page.locator('.turn').first().waitFor(limit)
  await visit('chat')
  for (const [index, name] of ['knowledge', 'models', 'usage', 'settings'].entries()) {
    await page.locator('#rail .rail-foot button').nth(index).click(limit)
    await page.locator('main .page-body').first().waitFor(limit)
    if (name !== 'settings') await visit(name)
  }
  const sections = page.locator('.settings nav button')
  for (let n = 0; n < (await sections.count()); n++) {
    await sections.nth(n).click()
    await visit(`settings-${n}`)
  }
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').waitFor(limit)
  await visit('palette')
  await page.keyboard.press('Escape')
}

async function open() {
  const stack = new AsyncDisposableStack()
  const folder = stack.use(tempFolder())
  const data = join(folder.path, 'data')
  const shell = stack.use(await startShell(data))
  const core = await joinCore(data)
  await core.models.addDemo()
  await core.collections.addSamples({ id: newId(), job_id: newId(), name: 'Handbuch' })
  await seedChats(core, [{ title: 'Pumpe' }])
  const opened = stack.use(await openPage(shell.url))
  return { ...opened, core, folder: folder.path, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

test('no page of the German window says a word of English', async () => {
  await using opened = await open()
  const { page, core, faults } = opened
  const isEnglish = onlyEnglish()
  await core.settings.change({ language: 'de' })
  await page.locator('html[lang=de]').waitFor(limit)
  const found: string[] = []

  await walk(page, async (name) => {
    found.push(
      ...(await readWords(page)).filter((said) => isEnglish(said) && !isOfOthers(said)).map((said) => `${name}: ${said}`),
    )
    await lookAt(page, `german-${name}`)
  })

  expect([found, faults]).toEqual([[], []])
})

test('a language that is longer, and one that runs from right to left, come by a file and fit in the window, also narrow', async () => {
  await using opened = await open()
  const { page, folder, faults } = opened
  const overflows: string[] = []

  for (const language of [longer, rightToLeft]) {
    await addLanguage(page, folder, language)
    await page.locator(`html[lang=${language.tag}][dir=${language.direction}]`).waitFor(limit)
    for (const [width, height] of [
      [1440, 900],
      [480, 800],
    ] as const) {
      await walk(page, async (name) => {
        await resizeWindow(page, width, height)
        for (const { what, by } of await findOverflows(page))
          overflows.push(`${language.tag} ${width} ${name}: ${what} (${by} px)`)
        await page.screenshot({ path: pictureOf(`language-${language.tag}-${width}-${name}`), animations: 'disabled' })
        await resizeWindow(page, 1440, 900)
      })
    }
  }

  expect([overflows, faults]).toEqual([[], []])
})

test('a file that is no language is refused in words, and one that is taken away leaves the language of the system', async () => {
  await using opened = await open()
  const { page, folder } = opened
  await addLanguage(page, folder, { ...longer, words: { ...longer.words, 'rail:newChat': '$t(rail:search)', 'no:such': 'x' } })
  await expect.poll(() => page.locator('.added-language .cap').nth(1).textContent(), limit).toMatch(/^ · 1 /)

  await page.locator('input[type=file][accept*=json]').setInputFiles(write(folder, { format: 'something' }))
  await page.getByRole('alert').waitFor(limit)
  await page.locator('.added-language button').click()

  await page.locator('html[lang=en][dir=ltr]').waitFor(limit)
  await page.getByText('This is no language file of Hearth').waitFor(limit)
  expect(await page.getByRole('combobox', { name: 'Language' }).inputValue()).toBe('system')
})

interface LanguageOfTest {
  readonly tag: string
  readonly name: string
  readonly direction: 'ltr' | 'rtl'
  readonly words: Readonly<Record<string, string>>
}

/** Every sentence with its figures, changed by the rule. */
const translated = (rule: (words: string) => string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...englishWords()].map(([key, words]) => [
      key,
      words
        .split(/(\{\{.*?\}\}|<.*?>)/)
        .map((part) => (/^(?:\{\{|<)/.test(part) ? part : rule(part)))
        .join(''),
    ]),
  )

/** Every word is two fifths longer. */
const longer: LanguageOfTest = {
  ...{ tag: 'fi', name: 'Pitkä', direction: 'ltr' },
  words: translated((words) =>
    words.replaceAll(/\p{L}+/gu, (word) => word + 'aeiou'.repeat(9).slice(0, Math.ceil(word.length * 0.4))),
  ),
}

const hebrew = 'אבגדהוזחטיכלמנסעפצקרשת'

const rightToLeft: LanguageOfTest = {
  ...{ tag: 'he', name: 'עברית', direction: 'rtl' },
  words: translated((words) =>
    words.replaceAll(/[a-z]/gi, (letter) => hebrew[letter.toLowerCase().charCodeAt(0) % hebrew.length] ?? letter),
  ),
}

async function addLanguage(page: Page, folder: string, language: LanguageOfTest): Promise<void> {
  await page.locator('#rail .rail-foot button').last().click()
  await page.locator('.settings nav button').nth(1).click()
  await page
    .locator('input[type=file][accept*=json]')
    .setInputFiles(write(folder, { format: 'hearth.language', version: 1, ...language }))
}

function write(folder: string, content: unknown): string {
  const path = join(folder, `${JSON.stringify(content).length}.json`)
  writeFileSync(path, JSON.stringify(content))
  return path
}
