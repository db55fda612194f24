import { pipe } from "../../../modules/protectors/pipe/protector.ts";
import { arbitraryPipe, BUCKET, DESTINATION, type MadePipe, NAMED } from "../arbitrary-pipe.ts";
import { haveDestination } from "../have-destination.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { APPLICATION, endToEnd } from "../protector-conformance/proven.ts";
import { PipesPlace } from "./pipes-place.ts";

interface Value {
  readonly id: string;
  readonly made: MadePipe;
}

const DELIVERING = /^(logs|firehose):|^s3:GetBucketPolicy$|^iam:CreateServiceLinkedRole$/;
const BY_PIPES = "AWS asks for it where a customer's key encrypts a pipe's filters and templates";

/** An API destination is a thing of its own. */
function prepare({ events }: PipesPlace): void {
  haveDestination(events, DESTINATION.replace(SOURCE.region, events.region));
}

/** Pipes, as the suite of kinds takes them. */
export const conforming: Conforming<PipesPlace, Value> = {
  protector: pipe,
  fake: (options) => new PipesPlace(options),
  arbitrary: arbitraryPipe.map((made) => ({ id: made.Name, made })),
  put: (fake, value) => {
    prepare(fake);
    fake.pipes.CreatePipe(structuredClone(value.made));
    fake.pipes.settle();
  },
  prepare,
  // A tag that is no longer wanted stays: a restore only adds them.
  change: ({ pipes }, { id }, n) => {
    const found = pipes.pipes.get(id);
    if (found === undefined) throw new Error(`there is no pipe ${id}`);
    pipes.now += 1000;
    pipes.UpdatePipe({
      ...{
        Name: id,
        RoleArn: found.RoleArn,
        Description: `changed ${n}`,
        KmsKeyIdentifier: `alias/changed-${n}`,
      },
      SourceParameters: { FilterCriteria: { Filters: [{ Pattern: `{"body":{"n":[${n}]}}` }] } },
      EnrichmentParameters: { InputTemplate: `{"n":${n}}` },
      TargetParameters: { InputTemplate: `{"n":${n}}` },
    });
    for (const key of Object.keys(found.tags)) found.tags[key] = `changed-${n}`;
    pipes.settle();
  },
  map: () => ({
    ...Object.fromEntries(NAMED.map((arn) => [arn, arn.replace(SOURCE.region, ELSEWHERE.region)])),
    [`arn:aws:s3:::${BUCKET}`]: `arn:aws:s3:::${BUCKET}-eu`,
  }),
  neighbours: ({ pipes }) => {
    const names = ["zz-other", "zz-third"];
    for (const Name of names)
      pipes.CreatePipe({
        Name,
        Source: "arn:aws:sqs:us-east-1:111122223333:theirs",
        Target: "arn:aws:lambda:us-east-1:111122223333:function:x",
        RoleArn: "arn:aws:iam::111122223333:role/x",
        Tags: { team: "x" },
      });
    pipes.settle();
    return () => names.map((name) => structuredClone(pipes.pipes.get(name)));
  },
  secretsOf: ({ made }) => JSON.stringify(made).match(/canary-[a-z0-9]+/g) ?? [],
  fires: ({ pipes }, { id }) => {
    const found = pipes.pipes.get(id);
    return found === undefined || found.state === "STOPPED" ? [] : [id];
  },
  readOnlyFields: [],
  unseen: {
    "kms:Decrypt": BY_PIPES,
    "kms:GenerateDataKey": BY_PIPES,
    ...Object.fromEntries(
      pipe.spec.permissions.restore.flatMap(({ action }) =>
        DELIVERING.test(action)
          ? [[action, "AWS makes the delivery of a pipe's logs by it: no call of our own"]]
          : [],
      ),
    ),
  },
  tolerated: {
    "iam:GetRole": "with us-east-1 lost IAM is silent, and AWS will say",
    "kms:DescribeKey": "AWS will say",
    "lambda:GetFunctionConfiguration": "AWS will say",
    "sqs:GetQueueUrl": "AWS will say",
  },
  proven: endToEnd(APPLICATION, "__tests__/sandbox/pipe.test.ts"),
  lost: ["how far it had read a stream"],
};
