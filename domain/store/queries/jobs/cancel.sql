-- A job that is not to be done after all.
-- $1 key
DELETE FROM jobs WHERE key = $1 AND done_at IS NULL
