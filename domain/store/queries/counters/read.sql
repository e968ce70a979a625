-- $1 letter
SELECT next FROM counters WHERE letter = $1
