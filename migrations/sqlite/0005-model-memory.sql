-- What a model really took when it was last loaded: the proof of the fit on this machine.
CREATE TABLE model_memory (
  model_id     TEXT PRIMARY KEY,
  context_size INTEGER NOT NULL,
  gpu_layers   TEXT NOT NULL,
  memory_bytes INTEGER NOT NULL,
  measured_at  INTEGER NOT NULL
) STRICT;
