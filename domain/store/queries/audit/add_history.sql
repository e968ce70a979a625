-- $1 audit number, $2 field, $3 salt, $4 old value, $5 new value
INSERT INTO history (audit_number, field, salt, old_value, new_value) VALUES ($1, $2, $3, $4, $5)
