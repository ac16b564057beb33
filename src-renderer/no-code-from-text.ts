import { config } from 'zod'

// The page's policy allows no code made from text, which is how zod would speed itself up: it tries when a schema is made, so this
// comes before the first of them.
config({ jitless: true })
