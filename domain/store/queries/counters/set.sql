-- $1 letter, $2 next
INSERT INTO counters (letter, next) VALUES ($1, $2) ON CONFLICT (letter) DO UPDATE SET next = excluded.next
