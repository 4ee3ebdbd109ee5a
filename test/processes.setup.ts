import { afterAll } from 'vitest';
import { endProcesses } from './processes.ts';

// For each test file: what it started ends with it, whatever became of its tests.
afterAll(endProcesses);
