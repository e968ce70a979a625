-- Questions that nobody will answer any more.
-- $1 now
DELETE FROM conversations WHERE expires_at <= $1
