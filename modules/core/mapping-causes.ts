/**
 * Why Lambda does not map a source to a function: both are as they should be, but not for each other.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const MAPPING_CAUSES = [
  {
    when: /^InvalidParameterValueException$/,
    says: /visibility timeout: \d+ seconds is less than function timeout/i,
    what: "its queue shows a message again too soon",
    of: "object",
    hint: (_call: unknown, text: string) => {
      const timeout = Number(/function timeout: (\d+)/i.exec(text)?.[1]);
      return (
        `raise the queue's visibility timeout to ${timeout} seconds or more (AWS advises six times that): ` +
        `aws sqs set-queue-attributes --queue-url URL --attributes VisibilityTimeout=${6 * timeout}`
      );
    },
  },
  {
    when: /^InvalidParameterValueException$/,
    says: /role does not have permissions to call \w+ on SQS/i,
    what: "the function may not read its queue",
    of: "object",
    hint: () =>
      "allow sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes on the queue to the function's execution role",
  },
  {
    when: /^InvalidParameterValueException$/,
    says: /ensure the role can perform the [\w:, ]+ actions on your stream/i,
    what: "the function may not read its stream",
    of: "object",
    hint: (_call: unknown, text: string) => {
      const [, actions = ""] = /can perform the ([\w:, ]+) actions on your stream/i.exec(text) ?? [];
      return `allow ${actions} on the stream to the function's execution role`;
    },
  },
] as const;
