-- The next number of a letter; the first one is 1001.
-- $1 letter
INSERT INTO counters (letter, next) VALUES ($1, 1002)
ON CONFLICT (letter) DO UPDATE SET next = counters.next + 1
RETURNING next - 1
