const words = {
  en: {
    title: 'Back to Hearth',
    text: 'You can close this page and go back to Hearth. A plan that was paid is there in a moment.',
  },
  de: {
    title: 'Zurück zu Hearth',
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
<link rel="icon" href="data:,">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; place-items: center; min-height: 90vh; margin: 0 1.5rem; background: light-dark(#faf8f5, #171512); color: light-dark(#211d18, #efe9e0); }
  main { max-width: 26rem; }
  h1 { font-size: 1.5rem; margin: 0 0 0.5rem; }
  p { margin: 0; }
</style>
<main>
<h1>${title}</h1>
<p>${text}</p>
</main>
</html>
`
}
