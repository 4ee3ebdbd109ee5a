// Stands in for the tests' own process, which starts programs and then ends in one way or another: HOW it is said to.
// The last line it writes are the ids of a program and of what that one started.
import { once } from 'node:events';
import { outlivesFile, startProcess } from './processes.ts';

const [how = ''] = process.argv.slice(2);
const child = startProcess('sh', ['-c', 'trap "" TERM INT HUP; sleep 600 & echo $$ $!; wait'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [ids] = await once(child.stdout as NodeJS.ReadableStream, 'data');
// One that outlives the test file is no exception.
outlivesFile(child, how !== 'exits');
process.stdout.write(String(ids));
if (how === 'exits') process.exit(0);
if (how === 'throws') throw new Error('as it was asked to');
// Otherwise it waits for its child, until a signal comes.
