-- Whoever has a function in a community, found without reading its residents: nearly every answer names somebody to call.
-- The condition is repeated in people::staff_of_community; the two must stay alike, or the index is not used.
CREATE INDEX users_staff ON users (community, user_id)
WHERE active = 1 AND roles NOT IN ('', ';resident;', ';family;');
