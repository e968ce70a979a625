// Reads `--name value` and `--flag`, with defaults that also say which names there are and of what type they are.
export function read_arguments(defaults, usage) {
    const values = { ...defaults };
    const words = process.argv.slice(2);
    const fail = (why) => {
        process.stderr.write(`${why}\n${usage}\n`);
        process.exit(2);
    };
    while (words.length > 0) {
        const word = words.shift();
        const name = word.replace(/^--/, '').replaceAll('-', '_');
        if (!word.startsWith('--') || !(name in defaults)) fail(`${word} is not an option`);
        if (typeof defaults[name] === 'boolean') {
            values[name] = true;
        } else if (words.length === 0) {
            fail(`${word} needs a value`);
        } else {
            const value = words.shift();
            values[name] = typeof defaults[name] === 'number' ? Number(value) : value;
            if (Number.isNaN(values[name])) fail(`${word} needs a number`);
        }
    }
    return values;
}
