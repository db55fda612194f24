import { describe, expect, test } from "vitest";
import { WITHOUT_RESOURCE_LEVEL } from "../../modules/aws/iam/without-resource-level.ts";
import { matchesGlob } from "../../modules/core/glob.ts";
import { ON_BEHALF } from "../../modules/protectors/dynamodb-table/permissions.ts";
import { ACCOUNT, EAST, samplePlan, WEST, ZONE } from "../support/sample-plan.ts";
import {
  type Module,
  moduleOf,
  type PolicyStatement,
  resource,
  resources,
  roleStatements,
  statementsOf,
  synthesized,
} from "../support/synthesized.ts";

const modules = synthesized(samplePlan());

const site = moduleOf(modules, `site-${EAST}`);
const zone = moduleOf(modules, `zone-${ZONE}`);
const links = moduleOf(modules, `links-${EAST}`);
const bucket = `arn:aws:s3:::zonekeep-${ACCOUNT}-${EAST}`;

/** Statements of a role that allow an action. */
function allowing(statements: readonly PolicyStatement[], action: string): PolicyStatement[] {
  return statements.filter(({ Effect, Action }) => Effect === "Allow" && Action.includes(action));
}

function resourcesFor(module: Module, role: string, action: string): string[] {
  return allowing(roleStatements(module, role), action).flatMap(({ Resource = [] }) => Resource);
}

const everyRole = [...modules].flatMap(([id, module]) =>
  resources(module, "aws_iam_role").map(({ name }): [string, string, Module] => [id, String(name), module]),
);

describe.each(everyRole)("%s: %s", (_id, role, module) => {
  const statements = roleStatements(module, role).filter(({ Effect }) => Effect === "Allow");

  test("names every action in full", () => {
    const actions = statements.flatMap(({ Action }) => Action);
    // AWS itself names two with an asterisk.
    const named = /^([a-z0-9-]+:[A-Z][A-Za-z]+|lambda:(En|Dis)ableReplication\*)$/;
    expect(actions.filter((action) => !named.test(action))).toEqual([]);
  });

  test("reaches beyond the account only where AWS knows no narrower resource", () => {
    const isOwn = ({ Resource = [], Condition = {} }: PolicyStatement): boolean =>
      Condition.StringEquals?.["aws:ResourceAccount"] === ACCOUNT ||
      Resource.every(
        (arn) =>
          arn.includes(`:${ACCOUNT}:`) ||
          arn.includes(`-${ACCOUNT}-`) ||
          arn.startsWith("${aws_") ||
          // ARNs of API Gateway have no account, and lead to nothing of another one.
          arn.startsWith("arn:aws:apigateway:"),
      );
    const beyond = statements.filter((statement) => !isOwn(statement)).flatMap(({ Action }) => Action);
    expect(beyond.filter((action) => WITHOUT_RESOURCE_LEVEL[action] === undefined)).toEqual([]);
  });
});

test("no role of any site may do on * what is not bound to its region, but for two reads and the metrics of zonekeep", () => {
  const unbound = everyRole.flatMap(([id, role, module]) =>
    roleStatements(module, role)
      .filter(({ Effect, Resource = [] }) => Effect === "Allow" && Resource.includes("*"))
      .filter(
        ({ Condition }) =>
          Condition?.StringEquals?.["aws:RequestedRegion"] !== id.replace(/^(site|zone|links)-/, ""),
      )
      .flatMap(({ Action }) => Action),
  );
  expect([...new Set(unbound)].sort()).toEqual([
    "cloudwatch:PutMetricData",
    "dynamodb:ListBackups",
    "s3:ListAllMyBuckets",
  ]);
});

test("an action without a resource level is bounded by a condition where AWS has one", () => {
  const [metrics] = allowing(roleStatements(site, `zonekeep-${EAST}-summarise`), "cloudwatch:PutMetricData");
  expect(metrics).toEqual({
    Effect: "Allow",
    Action: ["cloudwatch:PutMetricData"],
    Resource: ["*"],
    Condition: { StringEquals: { "cloudwatch:namespace": "zonekeep" } },
  });
});

describe("the capture runner", () => {
  const role = `zonekeep-${EAST}-capture`;

  test("writes points of its own region, and no other source's", () => {
    expect(resourcesFor(site, role, "s3:PutObject")).toEqual([
      `${bucket}/${ACCOUNT}/${EAST}/*`,
      `${bucket}/work/*`,
    ]);
    expect(resourcesFor(site, role, "s3:PutObjectRetention")).toEqual([`${bucket}/${ACCOUNT}/${EAST}/*`]);
    expect(resourcesFor(site, role, "s3:GetObject")).toEqual([`${bucket}/${ACCOUNT}/${EAST}/*`]);
  });

  test("deletes nothing, runs nothing and changes no function", () => {
    const actions = roleStatements(site, role).flatMap(({ Action }) => Action);
    expect(
      actions.filter(
        (action) => /Delete|Bypass|InvokeFunction/.test(action) || /^lambda:(?!Get|List)/.test(action),
      ),
    ).toEqual([]);
  });

  test("decrypts by S3 with the site's key, by Lambda, Pipes, Scheduler and Step Functions with their things' keys, and by itself the secret of a run alone", () => {
    const bounds = allowing(roleStatements(site, role), "kms:Decrypt").map(
      ({ Condition: { StringEquals } = {} }) => StringEquals?.["kms:ViaService"] ?? StringEquals,
    );
    expect(bounds).toHaveLength(6);
    expect(bounds).toEqual(
      expect.arrayContaining([
        `lambda.${EAST}.amazonaws.com`,
        `pipes.${EAST}.amazonaws.com`,
        `s3.${EAST}.amazonaws.com`,
        `scheduler.${EAST}.amazonaws.com`,
        `states.${EAST}.amazonaws.com`,
        { "kms:EncryptionContext:purpose": "run" },
      ]),
    );
  });

  test("wraps data keys by the site's key, and for where copies go by the alias of the key there", () => {
    expect(allowing(roleStatements(site, role), "kms:Encrypt")).toEqual([
      {
        Effect: "Allow",
        Action: ["kms:Encrypt"],
        Resource: [expect.stringMatching(/^\$\{aws_kms_key\.key_\w+\.arn\}$/)],
      },
      {
        Effect: "Allow",
        Action: ["kms:Encrypt"],
        Resource: [`arn:aws:kms:${WEST}:${ACCOUNT}:key/*`],
        Condition: { "ForAnyValue:StringEquals": { "kms:ResourceAliases": [`alias/zonekeep-${WEST}`] } },
      },
    ]);
    for (const { Condition } of allowing(roleStatements(site, role), "kms:GenerateDataKey"))
      expect(Condition?.StringEquals?.["kms:ViaService"]).toBe(`s3.${EAST}.amazonaws.com`);
  });

  test("writes an edge zone's points as that zone only", () => {
    expect(resourcesFor(site, role, "sts:AssumeRole")).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/zonekeep-${ZONE}-zone`,
    ]);
    expect(
      roleStatements(moduleOf(modules, `site-${WEST}`), `zonekeep-${WEST}-capture`).flatMap(
        ({ Action }) => Action,
      ),
    ).not.toContain("sts:AssumeRole");
  });
});

test("the summarise runner writes summaries and no points", () => {
  expect(resourcesFor(site, `zonekeep-${EAST}-summarise`, "s3:PutObject")).toEqual([
    `${bucket}/${ACCOUNT}/${EAST}/runs/*`,
  ]);
});

/** What reads or writes what is in a queue, stream, table or log group. */
const CONTENT =
  /^(dynamodb:(BatchGetItem|BatchWriteItem|DeleteItem|GetItem|GetRecords|GetShardIterator|PartiQL\w+|PutItem|Query|Scan|UpdateItem)|kinesis:(GetRecords|GetShardIterator|PutRecords?|SubscribeToShard)|logs:(FilterLogEvents|GetLogEvents|GetLogRecord|PutLogEvents|StartQuery|StartLiveTail)|sqs:(ReceiveMessage|SendMessage|DeleteMessage|PurgeQueue)|sns:Publish|events:PutEvents)$/;
const contentOf = (role: string): PolicyStatement[] =>
  roleStatements(site, role).filter(
    ({ Effect, Action }) => Effect === "Allow" && Action.some((action) => CONTENT.test(action)),
  );

test("no runner reads an item, a record, a message or a log event, or writes one but its own log", () => {
  for (const runner of ["discover", "capture", "summarise"])
    expect(contentOf(`zonekeep-${EAST}-${runner}`)).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [expect.stringContaining(`:log-group:/aws/lambda/zonekeep-${EAST}-${runner}:*`)],
      },
    ]);
});

describe("the discover runner", () => {
  const role = `zonekeep-${EAST}-discover`;

  test("writes work only", () => {
    expect(resourcesFor(site, role, "s3:PutObject")).toEqual([`${bucket}/work/*`]);
  });

  test("reads of its store what runs have listed for each other, and opens what that is sealed with, and through their services what machines, pipes and schedules call", () => {
    expect(resourcesFor(site, role, "s3:GetObject")).toEqual([`${bucket}/work/lists/*`]);
    const bounds = (action: string) =>
      allowing(roleStatements(site, role), action).map(({ Condition }) => Condition?.StringEquals);
    expect(bounds("kms:Decrypt")).toHaveLength(5);
    expect(bounds("kms:Decrypt")).toEqual(
      expect.arrayContaining([
        { "kms:ViaService": `s3.${EAST}.amazonaws.com` },
        { "kms:ViaService": `pipes.${EAST}.amazonaws.com` },
        { "kms:ViaService": `states.${EAST}.amazonaws.com` },
        { "kms:ViaService": `scheduler.${EAST}.amazonaws.com` },
        { "kms:EncryptionContext:purpose": "list" },
      ]),
    );
    expect(bounds("kms:GenerateDataKeyWithoutPlaintext")).toEqual([
      { "kms:EncryptionContext:purpose": "run" },
      { "kms:EncryptionContext:purpose": "list" },
    ]);
  });
});

describe("the role of an edge zone", () => {
  const role = `zonekeep-${ZONE}-zone`;

  test("writes its own prefix and no other, by its own key", () => {
    const reached = roleStatements(zone, role)
      .filter(({ Action }) => Action.some((action) => action.startsWith("s3:")))
      .flatMap(({ Resource = [] }) => Resource);
    expect(reached).toEqual([`${bucket}/${ACCOUNT}/${ZONE}/*`, bucket]);
    expect(resourcesFor(zone, role, "kms:Decrypt")).toEqual([
      expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
    ]);
  });

  test("is taken by the parent's writing runners alone, who may not exist yet", () => {
    const { assume_role_policy } = resource(zone, "aws_iam_role", { name: role });
    expect(statementsOf(assume_role_policy)).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ["sts:AssumeRole"],
        Condition: {
          StringEquals: { "aws:PrincipalAccount": ACCOUNT },
          ArnEquals: {
            "aws:PrincipalArn": ["capture", "summarise"].map(
              (runner) => `arn:aws:iam::${ACCOUNT}:role/zonekeep-${EAST}-${runner}`,
            ),
          },
        },
      },
    ]);
  });
});

describe("the standby restore role", () => {
  const role = `zonekeep-${EAST}-restore`;

  const trustOf = (principals?: readonly string[]): PolicyStatement[] => {
    const plan = samplePlan();
    const stacks = plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) =>
        unit.kind === "standby" && principals ? { ...unit, principals } : unit,
      ),
    }));
    const module = moduleOf(synthesized({ ...plan, stacks }), `site-${EAST}`);
    return statementsOf(resource(module, "aws_iam_role", { name: role }).assume_role_policy);
  };
  const mayAssume = (condition: object) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: ["sts:AssumeRole"],
    Condition: { StringEquals: { "aws:PrincipalAccount": ACCOUNT }, ...condition },
  });

  test("is taken by the roles and users that the estate names, a user with MFA only", () => {
    expect(trustOf(["role/backup-*", "role/pipeline", "user/alice"])).toEqual([
      mayAssume({
        ArnLike: {
          "aws:PrincipalArn": [
            `arn:aws:iam::${ACCOUNT}:role/backup-*`,
            `arn:aws:iam::${ACCOUNT}:role/pipeline`,
          ],
        },
      }),
      mayAssume({
        ArnLike: { "aws:PrincipalArn": [`arn:aws:iam::${ACCOUNT}:user/alice`] },
        Bool: { "aws:MultiFactorAuthPresent": "true" },
      }),
    ]);
    expect(trustOf(["user/alice"])).toHaveLength(1);
  });

  test("is taken by whoever the account lets when the estate names nobody, of which plans warn", () => {
    expect(trustOf()).toEqual([mayAssume({})]);
  });

  test("passes only the estate's roles, and to services that run what comes back", () => {
    expect(allowing(roleStatements(site, role), "iam:PassRole")).toEqual([
      {
        Effect: "Allow",
        Action: ["iam:PassRole"],
        Resource: [`arn:aws:iam::${ACCOUNT}:role/orders-*`],
        Condition: {
          StringEquals: {
            "iam:PassedToService": [
              "apigateway.amazonaws.com",
              "cognito-idp.amazonaws.com",
              "events.amazonaws.com",
              "iot.amazonaws.com",
              "lambda.amazonaws.com",
              "logs.amazonaws.com",
              "pipes.amazonaws.com",
              "scheduler.amazonaws.com",
              "ses.amazonaws.com",
              "sns.amazonaws.com",
              "states.amazonaws.com",
            ],
          },
        },
      },
    ]);
  });

  test("passes none when the estate names none", () => {
    const plan = samplePlan();
    const stacks = plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) => (unit.kind === "standby" ? { ...unit, passRoles: [] } : unit)),
    }));
    const module = synthesized({ ...plan, stacks }).get(`site-${EAST}`);
    const statements = (module === undefined ? [] : roleStatements(module, role)).filter(
      ({ Effect }) => Effect === "Allow",
    );
    expect(statements.flatMap(({ Action }) => Action)).toContain("lambda:CreateFunction");
    expect(statements.flatMap(({ Action }) => Action)).not.toContain("iam:PassRole");
  });

  test("changes nothing that is zonekeep's own, in its region and by whatever permission it has", () => {
    const statements = roleStatements(site, role);
    /** Whether a statement speaks of it. One with a condition counts where the condition is of `about`. */
    const speaks = (
      { Action, Resource = [], Condition }: PolicyStatement,
      action: string,
      arn: string,
      about?: string,
    ): boolean =>
      Action.some((pattern) => matchesGlob(pattern, action)) &&
      Resource.some((pattern) => matchesGlob(pattern, arn)) &&
      (about === undefined ? Condition === undefined : JSON.stringify(Condition).includes(about));
    const denied = (action: string, arn: string, about?: string): boolean =>
      statements.some((one) => one.Effect === "Deny" && speaks(one, action, arn, about));

    const own = `arn:aws:lambda:${EAST}:${ACCOUNT}:function:zonekeep-${EAST}-capture`;
    const theirs = `arn:aws:lambda:${EAST}:${ACCOUNT}:function:orders-intake`;
    const onFunctions = statements.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action }) => Action);
    const changes = onFunctions.filter((action) => /^lambda:(?!Get|List)/.test(action));
    expect(changes).toContain("lambda:UpdateFunctionCode");
    for (const action of changes)
      expect([action, denied(action, own), denied(action, theirs)]).toEqual([action, true, false]);
    expect(denied("lambda:CreateEventSourceMapping", "*", `function:zonekeep-*`)).toBe(true);
    expect(
      denied("sqs:SetQueueAttributes", `arn:aws:sqs:${EAST}:${ACCOUNT}:zonekeep-${EAST}-dead-letters`),
    ).toBe(true);
    expect(denied("s3:PutBucketNotification", bucket)).toBe(true);
    expect(denied("iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/zonekeep-${EAST}-capture`)).toBe(true);
    expect(denied("kms:CreateGrant", `arn:aws:kms:${EAST}:${ACCOUNT}:key/any`, "alias/zonekeep-*")).toBe(
      true,
    );
    for (const [service, resource] of [
      ["scheduler", `schedule/zonekeep-${EAST}/zonekeep-${EAST}-orders`],
      ["scheduler", `schedule-group/zonekeep-${EAST}`],
      ["events", `rule/zonekeep-${EAST}-key`],
      ["sns", `zonekeep-${EAST}`],
      ["states", `stateMachine:zonekeep-${EAST}`],
    ])
      expect(denied(`${service}:Anything`, `arn:aws:${service}:${EAST}:${ACCOUNT}:${resource}`)).toBe(true);
    const onAlarms = statements.filter(({ Action }) => Action.some((one) => /^cloudwatch:.*Alarm/.test(one)));
    const written = onAlarms.filter(
      ({ Action }) => !Action.every((one) => one === "cloudwatch:DescribeAlarms"),
    );
    expect(written.map(({ Action, Resource }) => [[...Action].sort(), Resource])).toEqual([
      [
        ["cloudwatch:DeleteAlarms", "cloudwatch:PutMetricAlarm"],
        [`arn:aws:cloudwatch:${EAST}:${ACCOUNT}:alarm:TargetTracking-table/*`],
      ],
    ]);
  });

  test("reads and writes no message or log event, and of tables and streams what DynamoDB wants of who restores one and has it tell the other", () => {
    const actions = contentOf(role).flatMap(({ Action }) => Action.filter((action) => CONTENT.test(action)));
    const asked = [...ON_BEHALF.map((action) => `dynamodb:${action}`), "kinesis:PutRecords"];
    expect(actions.sort()).toEqual(asked.sort());
  });

  test("has services make no roles but their own, each of which is named", () => {
    const linked = roleStatements(site, role).filter(({ Action }) =>
      Action.includes("iam:CreateServiceLinkedRole"),
    );
    const named: (string | undefined)[] = [];
    for (const { Action, Resource = [], Condition } of linked) {
      expect(Action).toEqual(["iam:CreateServiceLinkedRole"]);
      const services = Resource.map(
        (arn) => /:role\/aws-service-role\/([^/]+)\/AWSServiceRoleFor\w+$/.exec(arn)?.[1],
      );
      named.push(...services);
      const names = Condition?.StringEquals?.["iam:AWSServiceName"];
      expect([names].flat()).toEqual(services);
    }
    expect(named.toSorted()).toEqual([
      "cognito-idp.amazonaws.com",
      "contributorinsights.dynamodb.amazonaws.com",
      "delivery.logs.amazonaws.com",
      "dynamodb.application-autoscaling.amazonaws.com",
      "email.cognito-idp.amazonaws.com",
      "kinesisreplication.dynamodb.amazonaws.com",
      "logger.cloudfront.amazonaws.com",
      "replicator.lambda.amazonaws.com",
    ]);
  });

  test("writes no IAM by itself and nothing in the store", () => {
    const actions = roleStatements(site, role)
      .filter(({ Effect }) => Effect === "Allow")
      .flatMap(({ Action }) => Action);
    expect([...new Set(actions.filter((action) => /^iam:/.test(action)))].sort()).toEqual([
      "iam:CreateServiceLinkedRole",
      "iam:GetRole",
      "iam:PassRole",
    ]);
    expect(actions.filter((action) => /^s3:(?!Get|List)/.test(action))).toEqual(["s3:PutBucketNotification"]);
  });

  test("reads every source in the region's store, and opens its zones' secrets", () => {
    expect(resourcesFor(site, role, "s3:GetObject")).toEqual([`${bucket}/*`]);
    expect(
      allowing(roleStatements(site, role), "kms:Decrypt").map(
        ({ Condition }) => Condition?.["ForAnyValue:StringEquals"]?.["kms:ResourceAliases"],
      ),
    ).toContainEqual([`alias/zonekeep-${ZONE}`]);
  });
});

test("the replication role reads the sources and writes the destinations, each by its own key through S3", () => {
  const role = `zonekeep-${EAST}-replication`;
  // Below the account's prefix lies what is kept, and no run's work; the rules say which source goes where.
  expect(resourcesFor(links, role, "s3:GetObjectVersionForReplication")).toEqual([`${bucket}/${ACCOUNT}/*`]);
  expect(resourcesFor(links, role, "s3:GetObjectRetention")).toEqual([`${bucket}/${ACCOUNT}/*`]);
  expect(resourcesFor(links, role, "s3:ReplicateObject")).toEqual([
    `arn:aws:s3:::zonekeep-${ACCOUNT}-${WEST}/${ACCOUNT}/*`,
  ]);
  const keys = roleStatements(links, role).filter(({ Action }) => Action.includes("kms:Decrypt"));
  expect(keys.map(({ Resource, Condition }) => [Resource?.[0], Condition])).toEqual(
    [
      { region: EAST, sites: [EAST, ZONE] },
      { region: WEST, sites: [WEST] },
    ].map(({ region, sites }) => [
      `arn:aws:kms:${region}:${ACCOUNT}:key/*`,
      {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": sites.map((id) => `alias/zonekeep-${id}`) },
        StringEquals: { "kms:ViaService": [`s3.${region}.amazonaws.com`] },
      },
    ]),
  );
});

test("services take roles for this account and their own source only", () => {
  const conditionOf = (name: string) => {
    const { assume_role_policy } = resource(site, "aws_iam_role", { name });
    return statementsOf(assume_role_policy)[0]?.Condition;
  };
  expect(conditionOf(`zonekeep-${EAST}-capture`)).toEqual({ StringEquals: { "aws:SourceAccount": ACCOUNT } });
  const machine = `arn:aws:states:${EAST}:${ACCOUNT}:stateMachine:zonekeep-${EAST}`;
  expect(conditionOf(`zonekeep-${EAST}-states`)).toEqual({
    StringEquals: { "aws:SourceAccount": ACCOUNT },
    // A child run of the map names the map's state, not the machine alone.
    ArnLike: { "aws:SourceArn": [machine, `${machine}/*`] },
  });
  expect(conditionOf(`zonekeep-${EAST}-scheduler`)).toEqual({
    StringEquals: { "aws:SourceAccount": ACCOUNT },
    ArnLike: { "aws:SourceArn": [`arn:aws:scheduler:${EAST}:${ACCOUNT}:schedule-group/zonekeep-${EAST}`] },
  });
});
