-- With the token itself it gives its successor; gone as soon as that one was used. Neither says anything without the other.
ALTER TABLE refresh_tokens ADD COLUMN successor_salt TEXT;
DROP INDEX refresh_tokens_by_predecessor;
