// Chance that depends on nothing but its seed and what it is asked about, so that a run can be had again however the
// requests of many users happen to be interleaved.
import { createHash } from 'node:crypto';

/** A number from 0 to 1 (excluded), the same for the same parts. */
export function chance(...parts) {
    const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
    return digest.readUInt32BE(0) / 2 ** 32;
}

/** `count` bytes, likewise; at most 32. */
export function chance_bytes(count, ...parts) {
    return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, count);
}
