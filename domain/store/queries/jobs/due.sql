-- The jobs that are due, the earliest first.
-- $1 now, $2 how many at most
SELECT id, kind, key, due_at, payload
FROM jobs
WHERE done_at IS NULL AND due_at <= $1
ORDER BY due_at, id
LIMIT $2
