-- Languages that the person added as files, beside those that are built in. They stay on this device.
CREATE TABLE languages (
  tag       TEXT PRIMARY KEY,
  name      TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('ltr', 'rtl')),
  -- JSON: sentence by key.
  words     TEXT NOT NULL,
  added_at  INTEGER NOT NULL
) STRICT;

-- What a request was about, such as a model's name. Its reason is a code, so that it is said in the language of the window.
ALTER TABLE requests ADD COLUMN subject TEXT NOT NULL DEFAULT '';
