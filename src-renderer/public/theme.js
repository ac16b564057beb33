// Runs before the first paint, so that nobody who chose the dark sees a white flash. The page's policy allows no inline script.
const theme = localStorage.getItem('theme')
const isDark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
document.documentElement.dataset.theme = isDark ? 'dark' : 'light'
document.documentElement.dataset.textSize = localStorage.getItem('textSize') ?? 'normal'
