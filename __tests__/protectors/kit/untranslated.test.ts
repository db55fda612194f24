import { expect, test } from "vitest";
import { untranslated } from "../../../modules/protectors/kit/untranslated.ts";

test("what is named in many places is one reason, and tells where it comes first and how often", () => {
  const queue = Array.from({ length: 61 }, (_, at) => ({
    path: `versions[${60 - at}].configuration.DeadLetterConfig.TargetArn`,
    value: "arn:aws:sqs:us-east-1:111122223333:dead",
    reason: "it lies in us-east-1",
  }));
  const key = { path: "versions[3].configuration.KMSKeyArn", value: "arn:k", reason: "it lies in us-east-1" };
  expect(untranslated([...queue, key])).toMatchObject([
    {
      because: "untranslated",
      message:
        "versions[0].configuration.DeadLetterConfig.TargetArn, versions[1].configuration.DeadLetterConfig.TargetArn, " +
        "versions[2].configuration.DeadLetterConfig.TargetArn and 58 more: " +
        "arn:aws:sqs:us-east-1:111122223333:dead: it lies in us-east-1",
      hint: "add it to the file of --map",
    },
    {
      because: "untranslated",
      message: "versions[3].configuration.KMSKeyArn: arn:k: it lies in us-east-1",
      hint: "add it to the file of --map",
    },
  ]);
});
