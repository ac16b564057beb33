import { Cpu, Library, Settings } from 'lucide-react'

/** The pages at the foot of the rail; each has its name in `rail.json`. */
export const pageLinks = [
  { page: 'knowledge', Icon: Library },
  { page: 'models', Icon: Cpu },
  { page: 'settings', Icon: Settings },
] as const
