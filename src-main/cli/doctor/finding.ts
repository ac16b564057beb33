/** What one check found. `wrong` is what keeps Hearth from working; `note` is worth knowing. */
export interface Finding {
  readonly check: 'node' | 'folder' | 'space' | 'key' | 'store' | 'content' | 'backups' | 'models' | 'engines'
  readonly state: 'ok' | 'note' | 'wrong'
  /** What is, and what to do about it. */
  readonly message: string
}
