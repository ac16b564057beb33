import { expect, test } from 'vitest'
import { askedVariables, fillTemplate, knownValues, variablesOf } from '../../../src-renderer/templates/template-variables.ts'

const text = 'On {{date}}: write to {{ name }} about “{{selection}}”, dear {{name}}, {{tone}}.'

test('names are found once each, in order, with or without spaces', () => {
  expect(variablesOf(text)).toEqual(['date', 'name', 'selection', 'tone'])
  expect(variablesOf('{{}} {name} {{ }} {{a{b}}')).toEqual([])
})

test('what is known is not asked for; an empty selection and a closed clipboard are', () => {
  const known = knownValues({ date: '24 Nov', selection: '', clipboard: undefined })

  expect(askedVariables(text, known)).toEqual(['name', 'selection', 'tone'])
  expect(askedVariables('{{clipboard}}', knownValues({ date: '', selection: '', clipboard: 'copied' }))).toEqual([])
})

test('every place of a name is filled, and what was typed is never read as a template again', () => {
  const values = { date: '24 Nov', name: '{{tone}} $& $1', selection: 'rent' }

  expect(fillTemplate(text, values)).toBe('On 24 Nov: write to {{tone}} $& $1 about “rent”, dear {{tone}} $& $1, .')
})

test('a name of every object is asked for like any other', () => {
  expect(askedVariables('{{constructor}}', knownValues({ date: 'd', selection: '', clipboard: '' }))).toEqual(['constructor'])
  expect(fillTemplate('a{{constructor}}b', {})).toBe('ab')
})
