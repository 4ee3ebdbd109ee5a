/** What is wrong with the ARN of a topic; null when nothing is. */
export function topicProblem(text: string): string | null {
  if (/^arn:aws[a-z-]{0,20}:sns:[a-z0-9-]{1,30}:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(text)) return null;
  return 'is no SNS topic; write its ARN, such as arn:aws:sns:eu-west-1:111122223333:backups';
}
