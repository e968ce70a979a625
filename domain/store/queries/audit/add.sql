-- $1 number, $2 at, $3 who, $4 action, $5 about, $6 changes, $7 hash
INSERT INTO audit (number, at, who, action, about, changes, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
