-- Plans a job; one with the key of another is the same one and stays as it is.
-- $1 id, $2 kind, $3 key or null, $4 due at, $5 payload
INSERT INTO jobs (id, kind, key, due_at, payload) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (key) DO NOTHING
