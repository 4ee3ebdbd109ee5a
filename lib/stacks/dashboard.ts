import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { STATES } from '../core/model/state.ts';
import { ownMetric } from './measures.ts';

const WHOLE = 24;
const HALF = 12;
const THIRD = 8;
const HEIGHT = 6;

/** The lines that the checker ends a pass, or a slice of one, with. */
const PASSES = 'filter message in ["pass complete", "pass incomplete"]';
const OWN_PASS = 'coalesce(scheduled_at, pass)';

interface SentinelDashboardProps {
  readonly dashboardName: string;
  readonly prefix: string;
  readonly checkerLog: string;
  readonly deadLetters: readonly IQueue[];
  readonly alarms: readonly Alarm[];
}

/** One page for the operator; an account has three free of charge. */
export class SentinelDashboard extends Construct {
  constructor(scope: Construct, id: string, props: SentinelDashboardProps) {
    super(scope, id);
    const { prefix, checkerLog } = props;
    const dashboard = new Dashboard(this, 'page', {
      dashboardName: props.dashboardName,
      defaultInterval: Duration.days(3),
    });
    dashboard.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', width: HALF, height: HEIGHT, alarms: [...props.alarms] }),
      jobsByState(checkerLog),
    );
    dashboard.addWidgets(lastPasses(checkerLog));
    dashboard.addWidgets(
      graph('Requests to S3 in a pass', HALF, [ownMetric(prefix, 'Requests', Stats.MAXIMUM)]),
      graph('Duration of a pass, ms', HALF, [ownMetric(prefix, 'PassDuration', Stats.MAXIMUM)]),
    );
    dashboard.addWidgets(
      graph('Complete passes in an hour', THIRD, [ownMetric(prefix, 'PassCompleted')]),
      graph('Undelivered: oldest change not yet on the bus, seconds', THIRD, [
        ownMetric(prefix, 'OldestUndeliveredSeconds', Stats.MAXIMUM),
      ]),
      graph('Dead letters', THIRD, props.deadLetters.map(waiting)),
    );
  }
}

/** From the log, since a metric for each state would cost more than the rest of a small installation. */
function jobsByState(checkerLog: string): IWidget {
  const counts = STATES.map((state) => `sum(states.${state}) / count_distinct(${OWN_PASS}) as ${state}`);
  return new LogQueryWidget({
    title: 'Jobs by state',
    logGroupNames: [checkerLog],
    view: LogQueryVisualizationType.LINE,
    queryLines: ['filter ispresent(states.green)', `stats ${counts.join(', ')} by bin(1h)`],
    width: HALF,
    height: HEIGHT,
  });
}

/** The first line shows the age of the last pass. */
function lastPasses(checkerLog: string): IWidget {
  return new LogQueryWidget({
    title: 'Age of the last pass, and the passes before it',
    logGroupNames: [checkerLog],
    view: LogQueryVisualizationType.TABLE,
    queryLines: [
      'fields (now() - tomillis(@timestamp) / 1000) / 60 as minutes_ago, message, configured, due, judged, unknown, requests, duration_ms',
      PASSES,
      'sort @timestamp desc',
      'limit 12',
    ],
    width: WHOLE,
    height: HEIGHT,
  });
}

function waiting(queue: IQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, label: queue.node.id });
}

function graph(title: string, width: number, left: readonly IMetric[]): IWidget {
  return new GraphWidget({ title, width, height: HEIGHT, left: [...left], leftYAxis: { min: 0 } });
}
