import { vitePage } from './vite-page.ts'

await vitePage()
