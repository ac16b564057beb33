-- What a user can add up to within an hour or a month does not fit 32 bits: one sum that did not stopped the rollup of everybody.
ALTER TABLE usage_records ALTER COLUMN quantity TYPE BIGINT, ALTER COLUMN told_quantity TYPE BIGINT;
ALTER TABLE quotas ALTER COLUMN used TYPE BIGINT, ALTER COLUMN reserved TYPE BIGINT;
ALTER TYPE open_quota ALTER ATTRIBUTE used TYPE BIGINT;

-- An account that is deleted takes these along: by their keys, not by reading everybody's.
CREATE INDEX quota_reservations_by_quota ON quota_reservations (user_id, resource_type, period_start);
CREATE INDEX billing_history_by_subscription ON billing_history (subscription_id);

-- What was settled long ago is swept.
CREATE INDEX quota_reservations_settled ON quota_reservations (expires_at) WHERE state <> 'held';
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
