import { drawCharts } from './draw-charts.ts';
import { readDays } from './read-days.ts';

// What was just done is said at the top of the page; whoever cannot see it hears it by being there.
document.querySelector<HTMLElement>('#outcome')?.scrollIntoView({ block: 'nearest' });

const days = readDays();
if (days.length > 1) drawCharts(days);
