-- The whole chain in its order.
-- scans: a chain is only sound as a whole
SELECT number, at, who, action, about, changes, hash FROM audit ORDER BY number
