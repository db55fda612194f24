import { join } from "node:path";
import { expect, test } from "vitest";
import { bytesContent } from "../../modules/recovery/bytes.ts";
import { drainedFolder } from "../../modules/recovery/layout.ts";
import { useFakeAws } from "./support/fake-aws.ts";
import { runIn } from "./support/io.ts";

const root = join(import.meta.dirname, "..", "..");
const aws = useFakeAws();
const SITE = ["--site", "us-east-1"];
const QUEUE = "orders.fifo";
const RUN = "20261122T080000Z-0000000a";
const OLDER = "20261121T080000Z-0000000b";

const run = (...args: readonly string[]) => runIn(root, args, { env: process.env });
const replay = (queue: string) => run("replay", queue, "--run", "20260101T000000Z-00000000", ...SITE);

function waiting(messages: number): object {
  return {
    QueueUrl: `${process.env.AWS_ENDPOINT_URL}/123456789012/${QUEUE}`,
    Attributes: {
      QueueArn: `arn:aws:sqs:us-east-1:123456789012:${QUEUE}`,
      CreatedTimestamp: "1793606400",
      ApproximateNumberOfMessages: String(messages),
      ApproximateNumberOfMessagesNotVisible: "0",
      ApproximateNumberOfMessagesDelayed: "0",
    },
  };
}

test("what a drain would take is told without an error, and with --json", async () => {
  aws.execution = waiting(3);
  expect(await run("drain", QUEUE, ...SITE)).toEqual({
    code: 0,
    stdout:
      `about 3 messages wait in ${QUEUE}; nothing was read\n` +
      "  help: --yes moves them into the store: nobody gets them until they are replayed\n",
    stderr: "",
  });
  const { code, stdout } = await run("drain", QUEUE, ...SITE, "--json");
  expect({ code, told: JSON.parse(stdout) }).toMatchObject({
    code: 0,
    told: { dryRun: true, waiting: { visible: 3 } },
  });
  aws.execution = waiting(0);
  expect((await run("drain", QUEUE, ...SITE)).stdout).toBe(
    `about 0 messages wait in ${QUEUE}; nothing was read\n`,
  );
});

test("a replay of a run that is not there names those that are", async () => {
  expect(await replay(QUEUE)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      "nothing was drained there yet; --site reads the store of another region",
    ),
  });
  for (const of of [OLDER, RUN]) {
    const key = `${drainedFolder("123456789012/us-east-1/", QUEUE, of)}key.json`;
    await aws
      .store("us-east-1")
      .create(key, bytesContent(Buffer.from("{}")), { lockUntil: "2027-01-01T00:00:00Z" });
  }
  expect(await replay(QUEUE)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      `has no run 20260101T000000Z-00000000 that was drained from ${QUEUE}\n {2}help: its runs, newest first: ${RUN}, ${OLDER}\n`,
    ),
  });
  expect((await replay("order.fifo")).stderr).toContain(`help: did you mean the queue ${QUEUE}?`);
});

test("a region that is not said is a matter of the command line", async () => {
  for (const args of [
    ["drain", QUEUE],
    ["replay", QUEUE, "--run", RUN],
  ])
    expect(await run(...args)).toMatchObject({
      code: 2,
      stderr: "error: say the region of the queue\n  help: --site eu-west-1 or us-east-1\n",
    });
});
