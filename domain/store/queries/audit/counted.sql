-- How many entries there should be, by the counter that numbers them.
SELECT next - 1001 FROM counters WHERE letter = 'audit'
