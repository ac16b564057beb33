-- With the token itself it gives its successor; gone as soon as that one was used. Neither says anything without the other.
ALTER TABLE refresh_tokens ADD COLUMN successor_salt TEXT;
DROP INDEX refresh_tokens_by_predecessor;

-- A code that was mailed to another address than the account's own, and makes that one its own.
ALTER TABLE mailed_tokens ADD COLUMN email VARCHAR(255);
ALTER TABLE mailed_tokens DROP CONSTRAINT mailed_tokens_purpose_check;
ALTER TABLE mailed_tokens ADD CONSTRAINT mailed_tokens_purpose_check
  CHECK (purpose IN ('verify', 'reset', 'email') AND (purpose = 'email') = (email IS NOT NULL));
