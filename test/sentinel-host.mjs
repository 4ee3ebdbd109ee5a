// Runs commands of the built program one after the other in one process, each as if in a process of its own: with its own
// arguments, environment and folder, and its output apart. What it needs is loaded once.
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';

const PROGRAM = resolve('dist/sentinel.js');
const [entry] = readdirSync('dist/chunks').filter((name) => /^sentinel-\w+\.js$/.test(name));
const { runCommand } = await import(resolve('dist/chunks', entry));

let output;
for (const name of ['stdout', 'stderr']) {
  process[name].write = (text, ...more) => {
    output[name] += text;
    more.find((each) => typeof each === 'function')?.();
    return true;
  };
}

process.on('message', async ({ args, env, cwd }) => {
  output = { stdout: '', stderr: '' };
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, PROGRAM, ...args];
  process.exitCode = 0;
  await runCommand();
  await setImmediate();
  const status = process.exitCode;
  process.exitCode = 0;
  for (const name of ['stdout', 'stderr']) process[name].removeAllListeners('error');
  process.send({ status, ...output });
});
process.on('disconnect', () => process.exit());
