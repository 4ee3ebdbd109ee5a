import { drawCharts } from './draw-charts.ts';
import { readDays } from './read-days.ts';

// The result of an action is at the top of the page; its role announces it to screen readers.
document.querySelector<HTMLElement>('#outcome')?.scrollIntoView({ block: 'nearest' });

const days = readDays();
if (days.length > 1) drawCharts(days);
