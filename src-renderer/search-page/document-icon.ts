import { File, FileCode, FileSpreadsheet, FileText, type LucideIcon, Presentation } from 'lucide-react'

const icons: Readonly<Record<string, LucideIcon>> = {
  pptx: Presentation,
  xlsx: FileSpreadsheet,
  csv: FileSpreadsheet,
  code: FileCode,
  html: FileCode,
}

/** By the kind that the parser named; null is a file that was not read yet. */
export const documentIcon = (kind: string | null): LucideIcon => (kind === null ? File : (icons[kind] ?? FileText))
