export interface RailDialogProps {
  readonly ids: readonly string[]
  readonly onClose: () => void
}
