/** A metric as CloudWatch knows it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

interface Directive {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string }[];
}

/**
 * The metrics that CloudWatch takes out of lines of a log; MiniStack leaves them there. Source: CloudWatch user guide,
 * *Embedded metric format specification*.
 */
export function loggedMetrics(lines: readonly Readonly<Record<string, unknown>>[]): Metric[] {
  return lines.flatMap((line) => {
    const { _aws } = line as { readonly _aws?: { readonly CloudWatchMetrics: readonly Directive[] } };
    return (_aws?.CloudWatchMetrics ?? []).flatMap((directive) =>
      directive.Dimensions.flatMap((names) =>
        directive.Metrics.map(({ Name }) => ({
          namespace: directive.Namespace,
          name: Name,
          dimensions: Object.fromEntries(names.map((name) => [name, line[name]])),
          value: line[Name],
        })),
      ),
    );
  });
}
