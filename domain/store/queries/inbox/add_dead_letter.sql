-- $1 id, $2 now, $3 kind, $4 number that it is about or null, $5 error, $6 body
INSERT INTO dead_letters (id, created_at, kind, about, error, body) VALUES ($1, $2, $3, $4, $5, $6)
