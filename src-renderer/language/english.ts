import { englishSentences } from '../../src-shared/errors/english-sentences.ts'
import app from './en/app.json'
import commands from './en/commands.json'
import composer from './en/composer.json'
import context from './en/context.json'
import find from './en/find.json'
import firstRun from './en/first-run.json'
import knowledge from './en/knowledge.json'
import lock from './en/lock.json'
import markdown from './en/markdown.json'
import models from './en/models.json'
import palette from './en/palette.json'
import personas from './en/personas.json'
import places from './en/places.json'
import rail from './en/rail.json'
import search from './en/search.json'
import settings from './en/settings.json'
import sources from './en/sources.json'
import status from './en/status.json'
import templates from './en/templates.json'
import thread from './en/thread.json'
import usage from './en/usage.json'
import watched from './en/watched.json'
import window from './en/window.json'

/** English words, feature by feature: what every other language falls back to, and the list of what it has to translate. */
export const english = {
  app,
  commands,
  composer,
  templates,
  lock,
  models,
  knowledge,
  markdown,
  context,
  errors: englishSentences,
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
}

export type Feature = keyof typeof english
