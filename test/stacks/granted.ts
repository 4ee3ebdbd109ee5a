import type { Template } from 'aws-cdk-lib/assertions';

/** A statement of a policy, its lists as lists and its tokens as text. */
export interface Granted {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: Readonly<Record<string, Record<string, unknown>>>;
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
interface PolicyProperties {
  readonly Roles: readonly { readonly Ref: string }[];
  readonly PolicyDocument: { readonly Statement: readonly Record<string, Json>[] };
}

/** What each role of a stack may do, by the beginning of its logical id. */
export function grantedTo(template: Template, role: string): Granted[] {
  return policies(template)
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref.startsWith(role)))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(granted));
}

/** What all roles of a stack may do. */
export function grantedToAll(template: Template): Granted[] {
  return policies(template).flatMap(({ PolicyDocument }) => PolicyDocument.Statement.map(granted));
}

function policies(template: Template): PolicyProperties[] {
  const found = { ...template.findResources('AWS::IAM::Policy'), ...template.findResources('AWS::IAM::ManagedPolicy') };
  return Object.values(found).map(({ Properties }) => Properties as PolicyProperties);
}

export function granted(statement: Record<string, Json>): Granted {
  return {
    actions: list(statement.Action ?? []) as string[],
    resources: list(statement.Resource ?? []).map(tokenText),
    condition: (statement.Condition ?? {}) as Granted['condition'],
  };
}

function list(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

/** `arn:<AWS::Partition>:s3:::bucket`: as CloudFormation will join it, references by their names. */
export function tokenText(value: Json): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(tokenText).join('');
  if (value['Fn::Join'] !== undefined) return tokenText((value['Fn::Join'] as Json[])[1] ?? '');
  if (value['Fn::GetAtt'] !== undefined) return `<${(value['Fn::GetAtt'] as string[]).join('.')}>`;
  return `<${value.Ref}>`;
}
