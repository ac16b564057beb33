import { germanSentences } from '../../src-shared/errors/german-sentences.ts'
import app from './de/app.json'
import commands from './de/commands.json'
import composer from './de/composer.json'
import context from './de/context.json'
import find from './de/find.json'
import firstRun from './de/first-run.json'
import knowledge from './de/knowledge.json'
import lock from './de/lock.json'
import markdown from './de/markdown.json'
import models from './de/models.json'
import palette from './de/palette.json'
import personas from './de/personas.json'
import places from './de/places.json'
import rail from './de/rail.json'
import search from './de/search.json'
import settings from './de/settings.json'
import sources from './de/sources.json'
import status from './de/status.json'
import templates from './de/templates.json'
import thread from './de/thread.json'
import usage from './de/usage.json'
import watched from './de/watched.json'
import window from './de/window.json'
import type { english } from './english.ts'

type SameKeys<T> = T extends string ? string : { readonly [K in keyof T]: SameKeys<T[K]> }

/** German words; a missing or surplus key does not compile. */
export const german = {
  app,
  commands,
  composer,
  templates,
  lock,
  models,
  knowledge,
  markdown,
  context,
  errors: germanSentences,
  find,
  firstRun,
  palette,
  search,
  personas,
  places,
  rail,
  settings,
  sources,
  status,
  thread,
  usage,
  watched,
  window,
} satisfies SameKeys<typeof english>
