-- Empties the history of one thing; its entries stay and still verify.
-- $1 about
DELETE FROM history WHERE audit_number IN (SELECT number FROM audit WHERE about = $1)
