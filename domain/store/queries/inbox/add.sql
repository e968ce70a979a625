-- $1 key, $2 day of receipt, $3 first reply's number, $4 how many replies
INSERT INTO inbox (key, day, first_reply, replies) VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO NOTHING
