-- When the next job is due.
SELECT due_at FROM jobs WHERE done_at IS NULL ORDER BY due_at, id LIMIT 1
