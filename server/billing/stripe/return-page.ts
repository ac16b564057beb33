const words = {
  en: {
    title: 'Hearth',
    text: 'You can close this page and go back to Hearth. A plan that was paid is there in a moment.',
  },
  de: {
    title: 'Hearth',
    text: 'Du kannst diese Seite schließen und zu Hearth zurückgehen. Ein bezahlter Tarif ist gleich da.',
  },
} as const

/** Where Stripe's pages send the browser. It says nothing of what was paid: only Stripe's events do. */
export function returnPage(acceptLanguage: string | undefined): string {
  const language = /^de\b/i.test(acceptLanguage ?? '') ? 'de' : 'en'
  const { title, text } = words[language]
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 90vh; margin: 0 1.5rem; }
  p { max-width: 34rem; }
</style>
<p>${text}</p>
</html>
`
}
