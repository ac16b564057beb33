import { expect, test } from 'vitest'
import { withSubject } from '../../../src-shared/retrieval/with-subject.ts'

const before = ['How heavy is the Brewline K-250?']

test('a question that refers back takes along what the one before it was about', () => {
  expect(withSubject('What about its warranty?', before)).toBe('What about its warranty? (K-250 heavy Brewline)')
  expect(withSubject('And in standby?', before)).toContain('K-250')
  expect(withSubject('Und wie lange dauert das dort?', ['Wo wird die Aqua-5 repariert?'])).toContain('Aqua-5')
})

test('a question that says itself what it is about stays as it is', () => {
  const own = 'How long is the notice period of the flat in Rosemount Terrace?'

  expect(withSubject(own, before)).toBe(own)
  expect(withSubject('Which deposit does Quayside ask for?', before)).toBe('Which deposit does Quayside ask for?')
  expect(withSubject('What about its warranty?', [])).toBe('What about its warranty?')
})

test('a quotation is looked for alone', () => {
  expect(withSubject('"its own month"', before)).toBe('"its own month"')
})

test('a third question in a row keeps the subject, and not what was asked about it in between', () => {
  expect(withSubject('And its weight?', ['K-300?', 'And its warranty?'])).toBe('And its weight? (K-300)')
  const talk = ['How heavy is the K-250?', 'And its warranty?', 'Who repairs it?', 'How long does that take?']
  expect(withSubject('What does it cost?', talk)).toBe('What does it cost? (K-250 heavy)')
  expect(withSubject('Und dort?', ['Wo steht die Aqua-5?', 'Was wiegt sie?'])).toContain('Aqua-5')
})

test('a name that takes the place of the one before is the subject from then on', () => {
  const talk = ['How long is the warranty of the K-300?', 'And for the K-250?']

  expect(withSubject('And for the K-250?', talk.slice(0, 1))).toBe('And for the K-250? (long warranty)')
  expect(withSubject('And its weight?', talk)).toContain('(K-250 ')
  expect(withSubject('And its weight?', talk)).not.toContain('K-300')
})

test.each([
  'Is there a parking lot at the Bonn office?',
  'Are there any rules about smoking?',
  'Gibt es einen Parkplatz am Büro in Bonn?',
  'Welche Fristen gibt es bei der Kündigung?',
  'Welche Unterlagen brauchen Sie für den Antrag?',
  '¿Cuál es el horario de la oficina de Madrid?',
  '¿Qué documentos es necesario presentar?',
  'Is it true that the Bonn office has parking?',
  'How does Quayside return its deposit?',
  'Which rule says that dogs must be kept outside?',
  '北京办公室附近有没有停车场？',
])('a question that stands alone takes nothing of the one before along: %s', (question) => {
  expect(withSubject(question, ['How long is the warranty of the K-300 pump?'])).toBe(question)
})

test.each([
  'How long does it take to clean it?',
  'What is its maximum weight?',
  'Does it run on Windows?',
  'Is it heavier than the K-250?',
  'How many people work there?',
  'And the maximum weight?',
  'Wie schwer ist ihr Gehäuse?',
  '¿Y su peso?',
  '它的重量是多少？',
])('a question that leaves out what it is about takes that along: %s', (question) => {
  expect(withSubject(question, ['How long is the warranty of the K-300 pump?'])).toContain('K-300')
})
