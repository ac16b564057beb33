import app from './en/app.json'
import commands from './en/commands.json'
import rail from './en/rail.json'

/** English words, feature by feature: what every other language falls back to, and the list of what it has to translate. */
export const english = { app, commands, rail }

export type Feature = keyof typeof english
