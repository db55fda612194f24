import { describe, expect, test } from "vitest";
import { backupRequest } from "../../modules/aws/backup-request.ts";
import { scheduleExpression } from "../../modules/aws/schedule-expression.ts";
import type { PolicyPlan, ScheduleUnit, StackPlan, Unit } from "../../modules/planner/plan.ts";
import { ACCOUNT, EAST, policyPlan, samplePlan, scheduleUnit, WEST, ZONE } from "../support/sample-plan.ts";
import {
  type Module,
  moduleOf,
  resource,
  resources,
  statementsOf,
  synthesized,
} from "../support/synthesized.ts";

const plan = samplePlan();
const modules = synthesized(plan);

const site = moduleOf(modules, `site-${EAST}`);
const zone = moduleOf(modules, `zone-${ZONE}`);
const links = moduleOf(modules, `links-${EAST}`);

describe.each([...modules.keys()])("%s", (id) => {
  const module = moduleOf(modules, id);

  test("has one provider configuration, for the estate's account only", () => {
    const { region, site } = plan.stacks.find((stack) => stack.id === id) ?? {};
    expect(module.provider).toEqual({
      aws: [{ region, allowed_account_ids: [ACCOUNT], default_tags: [{ tags: { "zonekeep:site": site } }] }],
    });
    expect(module.terraform).toMatchObject({
      required_version: ">= 1.5",
      required_providers: { aws: { source: "hashicorp/aws", version: "~> 5.100" } },
    });
  });

  test("keeps its state beside the output folder", () => {
    expect(module.terraform.backend).toEqual({ local: { path: `../../../terraform.${id}.tfstate` } });
  });

  test("reads no other stack and names no folder of this machine", () => {
    expect(module.text).not.toMatch(/terraform_remote_state|"data":/);
    expect(module.text).not.toContain(process.cwd());
    expect(module.text).not.toMatch(/: "(\/(?!aws\/lambda\/)|[A-Z]:\\)/);
  });
});

const QUEUE = { QueueName: `zonekeep-${EAST}-dead-letters` };
const NOT_STARTED = ["AWS/Scheduler", "InvocationsSentToDeadLetterCount"] as const;

/** Alarms that one event in five minutes raises, by name. */
function oneIsTooMany(module: Module): unknown[][] {
  const watching = resources(module, "aws_cloudwatch_metric_alarm").filter((alarm) => "metric_name" in alarm);
  for (const alarm of watching)
    expect(alarm).toMatchObject({
      comparison_operator: "GreaterThanOrEqualToThreshold",
      period: 300,
      evaluation_periods: 1,
      treat_missing_data: "notBreaching",
    });
  return watching
    .map((alarm) => [alarm.alarm_name, alarm.namespace, alarm.metric_name, alarm.dimensions])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

test("the state lies in S3, encrypted and locked, when the estate says so, for a Terraform that knows the lock", () => {
  const state = { kind: "s3", bucket: "acme-state", region: WEST, prefix: "zonekeep/" } as const;
  const made = [...synthesized(plan, state)];
  expect(new Set(made.map(([, { terraform }]) => terraform.required_version))).toEqual(new Set([">= 1.10"]));
  const backends = made.map(([id, { terraform }]) => [id, terraform.backend]);
  expect(Object.fromEntries(backends)).toEqual(
    Object.fromEntries(
      plan.stacks.map(({ id }) => [
        id,
        {
          s3: {
            bucket: "acme-state",
            key: `zonekeep/${id}.tfstate`,
            region: WEST,
            encrypt: true,
            use_lockfile: true,
          },
        },
      ]),
    ),
  );
});

test.each([
  ["aws-cn", "amazonaws.com.cn"],
  ["aws-us-gov", "amazonaws.com"],
  ["aws-iso-b", "sc2s.sgov.gov"],
])("in %s every ARN is of that partition, and the names of hosts end with %s", (partition, suffix) => {
  for (const { text } of synthesized({ ...plan, partition }).values()) {
    expect(new Set(text.match(/arn:aws[a-z-]*:/g))).toEqual(new Set([`arn:${partition}:`]));
    const hosts = text.match(/\b(?:logs|s3|lambda|sqs)\.(?:us|eu)-\w+-1\.[a-z0-9.-]+/g) ?? [];
    expect(hosts.filter((host) => !host.endsWith(`-1.${suffix}`))).toEqual([]);
    expect(hosts).not.toEqual([]);
  }
});

describe.each([
  ["a region", site, EAST],
  ["an edge zone", zone, ZONE],
])("the key of %s", (_name, module, id) => {
  test("rotates, cannot be destroyed by a plan, and is found by its alias", () => {
    expect(resource(module, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(resource(module, "aws_kms_alias").name).toBe(`alias/zonekeep-${id}`);
  });

  test("serves the account and, within it, logs; its alias does not move, and only root disables or deletes it", () => {
    const statements = statementsOf(resource(module, "aws_kms_key").policy);
    expect(
      statements.map(({ Sid, Effect, Principal, Condition }) => ({ Sid, Effect, Principal, Condition })),
    ).toEqual([
      { Sid: "Account", Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
      { Sid: "AliasStays", Effect: "Deny", Principal: "*" },
      {
        Sid: "KeyStays",
        Effect: "Deny",
        Principal: "*",
        Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:root` } },
      },
      {
        Sid: "LogGroups",
        Effect: "Allow",
        Principal: { Service: "logs.us-east-1.amazonaws.com" },
        Condition: {
          ArnLike: {
            "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/lambda/zonekeep-${id}-*`,
          },
        },
      },
    ]);
    expect(statements.find(({ Sid }) => Sid === "KeyStays")?.Action).toEqual([
      "kms:DisableKey",
      "kms:ScheduleKeyDeletion",
    ]);
  });

  test("that is touched is told of by a topic that needs no key, with who did it", () => {
    expect(resource(module, "aws_sns_topic")).not.toHaveProperty("kms_master_key_id");
    const rule = resource(module, "aws_cloudwatch_event_rule");
    expect(rule.name).toBe(`zonekeep-${id}-key`);
    expect(JSON.parse(String(rule.event_pattern))).toEqual({
      source: ["aws.kms"],
      "detail-type": ["AWS API Call via CloudTrail"],
      detail: {
        eventSource: ["kms.amazonaws.com"],
        eventName: ["DisableKey", "PutKeyPolicy", "ScheduleKeyDeletion"],
        resources: { ARN: [expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/)] },
      },
    });
    expect(resource(module, "aws_cloudwatch_event_target")).toMatchObject({
      arn: expect.stringMatching(/^\$\{aws_sns_topic\.\w+\.arn\}$/),
      input_transformer: {
        input_paths: { call: "$.detail.eventName", who: "$.detail.userIdentity.arn", at: "$.time" },
        input_template: expect.stringMatching(
          /^"zonekeep: <call> on the key of [\w-]+ by <who> at <at>\..*"$/,
        ),
      },
    });
    expect(statementsOf(resource(module, "aws_sns_topic_policy").policy)).toEqual([
      {
        Sid: "Alarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: ["sns:Publish"],
        Resource: [`arn:aws:sns:us-east-1:${ACCOUNT}:zonekeep-${id}`],
        Condition: {
          StringEquals: { "aws:SourceAccount": ACCOUNT },
          ArnLike: { "aws:SourceArn": `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:zonekeep-*` },
        },
      },
      {
        Sid: "Rules",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["sns:Publish"],
        Resource: [`arn:aws:sns:us-east-1:${ACCOUNT}:zonekeep-${id}`],
      },
    ]);
  });

  test("encrypts the vault, whose lock is in governance mode", () => {
    expect(resource(module, "aws_backup_vault")).toMatchObject({
      name: `zonekeep-${id}`,
      kms_key_arn: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
      lifecycle: { prevent_destroy: true },
    });
    expect(resource(module, "aws_backup_vault")).not.toHaveProperty("force_destroy");
    const lock = resource(module, "aws_backup_vault_lock_configuration");
    expect(lock).toMatchObject({ min_retention_days: 7, max_retention_days: 365 });
    expect(lock).not.toHaveProperty("changeable_for_days");
  });

  test("has a topic that mails who is to be told", () => {
    expect(resource(module, "aws_sns_topic_subscription")).toMatchObject({
      protocol: "email",
      endpoint: "oncall@example.com",
    });
  });
});

describe("the store", () => {
  const bucket = `zonekeep-${ACCOUNT}-${EAST}`;

  test("has Object Lock and versions, and is never emptied", () => {
    const store = resource(site, "aws_s3_bucket");
    expect(store).toMatchObject({ bucket, object_lock_enabled: true, lifecycle: { prevent_destroy: true } });
    expect(store).not.toHaveProperty("force_destroy");
    expect(resource(site, "aws_s3_bucket_versioning").versioning_configuration).toEqual({
      status: "Enabled",
    });
  });

  test("encrypts by the site's key, with bucket keys", () => {
    expect(resource(site, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("is closed to the public and has one owner", () => {
    expect(resource(site, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resource(site, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  test("speaks TLS only, and lets nobody delete or lift a lock", () => {
    expect(statementsOf(resource(site, "aws_s3_bucket_policy").policy)).toEqual([
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:*"],
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "NothingIsDeleted",
        Effect: "Deny",
        Principal: "*",
        Action: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention"],
        Resource: [`arn:aws:s3:::${bucket}/*`],
        Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:root` } },
      },
    ]);
  });

  test("expires a run's work, and nothing that is kept", () => {
    expect(resource(site, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      {
        id: "work-expires",
        status: "Enabled",
        filter: [{ prefix: "work/" }],
        expiration: [{ days: 7 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      },
      {
        id: "broken-uploads",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
      },
    ]);
  });
});

describe("the runners", () => {
  test("have an encrypted log group that ends, and the package's own hash", () => {
    for (const runner of ["discover", "capture", "summarise"]) {
      const name = `zonekeep-${EAST}-${runner}`;
      expect(resource(site, "aws_cloudwatch_log_group", { name: `/aws/lambda/${name}` })).toMatchObject({
        retention_in_days: 90,
        kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/),
      });
      expect(resource(site, "aws_lambda_function", { function_name: name })).toMatchObject({
        runtime: "nodejs22.x",
        architectures: ["arm64"],
        handler: "index.handler",
        filename: expect.stringMatching(new RegExp(`^assets/[\\w-]+/(ab){32}/${runner}\\.zip$`)),
        source_code_hash: Buffer.from("ab".repeat(32), "hex").toString("base64"),
      });
    }
  });

  test("are run by a Standard state machine whose failures raise alarms", () => {
    expect(resource(site, "aws_sfn_state_machine")).toMatchObject({
      name: `zonekeep-${EAST}`,
      type: "STANDARD",
    });
    const machine = {
      StateMachineArn: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:zonekeep-${EAST}`,
    };
    expect(oneIsTooMany(site)).toEqual([
      [`zonekeep-${EAST}-dead-letters`, "AWS/SQS", "ApproximateNumberOfMessagesVisible", QUEUE],
      [`zonekeep-${EAST}-failed-resources`, "zonekeep", "FailedResources", { Site: EAST }],
      [`zonekeep-${EAST}-runs-aborted`, "AWS/States", "ExecutionsAborted", machine],
      [`zonekeep-${EAST}-runs-failed`, "AWS/States", "ExecutionsFailed", machine],
      [`zonekeep-${EAST}-runs-not-started`, ...NOT_STARTED, { ScheduleGroup: `zonekeep-${EAST}` }],
      [`zonekeep-${EAST}-runs-timed-out`, "AWS/States", "ExecutionsTimedOut", machine],
    ]);
    for (const alarm of resources(site, "aws_cloudwatch_metric_alarm"))
      expect(alarm).toMatchObject({
        threshold: 1,
        alarm_actions: [expect.stringMatching(/^\$\{aws_sns_topic\.\w+\.arn\}$/)],
      });
  });

  test.each([
    ["a region", site, EAST],
    ["an edge zone", zone, ZONE],
  ])("that never come to %s are missed, for each policy", (_name, module, id) => {
    expect(
      resource(module, "aws_cloudwatch_metric_alarm", { alarm_name: `zonekeep-${id}-no-run-of-orders` }),
    ).toEqual(
      expect.objectContaining({
        comparison_operator: "LessThanThreshold",
        // An hour, and a quarter of one for what is late.
        evaluation_periods: 15,
        treat_missing_data: "breaching",
        metric_query: [
          {
            id: "begun",
            metric: {
              namespace: "zonekeep",
              metric_name: "RunsBegun",
              dimensions: { Site: id, Policy: "orders" },
              stat: "Sum",
              period: 300,
            },
          },
          { id: "filled", expression: "FILL(begun, 0)", label: "RunsBegun", return_data: true },
        ],
      }),
    );
  });

  test("keep what failed for 14 days, encrypted by no key of a site", () => {
    expect(resource(site, "aws_sqs_queue")).toMatchObject({
      name: `zonekeep-${EAST}-dead-letters`,
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
    expect(resource(site, "aws_sqs_queue")).not.toHaveProperty("kms_master_key_id");
  });
});

describe("the schedules", () => {
  test.each([
    ["a region", site, EAST, { zonesElsewhere: [ZONE] }],
    ["an edge zone", zone, ZONE, { zone: ZONE }],
  ])("of %s start the region's machine with the backup request", (_name, module, id, changes) => {
    const schedule = resource(module, "aws_scheduler_schedule");
    expect(schedule).toMatchObject({
      name: `zonekeep-${id}-orders`,
      group_name: expect.stringMatching(/^\$\{aws_scheduler_schedule_group\.\w+\.name\}$/),
      schedule_expression: scheduleExpression({ cron: "7 * * * *" }),
      schedule_expression_timezone: "UTC",
      target: {
        arn: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:zonekeep-us-east-1`,
        dead_letter_config: { arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:zonekeep-us-east-1-dead-letters` },
      },
    });
    const { input } = schedule.target as { input: string };
    expect(JSON.parse(input)).toEqual(
      backupRequest(plan, { site: id, region: EAST }, scheduleUnit(id, changes)),
    );
  });

  const scheduleOf = (changes: Partial<ScheduleUnit>, promises: Partial<PolicyPlan> = {}) => {
    const module = synthesized(samplePlan(changes, promises)).get(`site-${EAST}`);
    if (module === undefined) throw new Error("there is none");
    return resource(module, "aws_scheduler_schedule");
  };
  const { schedule } = policyPlan();

  test("run by the clocks of the policy's time zone, where the plan has spread them", () => {
    const promises = { schedule: { ...schedule, timing: { cron: "0 5 * * *" }, timeZone: "Europe/Berlin" } };
    expect(scheduleOf({ times: { cron: "7 5 * * *" } }, promises)).toMatchObject({
      schedule_expression: scheduleExpression({ cron: "7 5 * * *" }),
      schedule_expression_timezone: "Europe/Berlin",
      flexible_time_window: { mode: "OFF" },
    });
  });

  test("that no clock keeps are spread by Scheduler, and have no time zone", () => {
    const rate = scheduleOf({ times: { rate: 90 } }, { schedule: { ...schedule, timing: { rate: 90 } } });
    expect(rate).toMatchObject({
      schedule_expression: "rate(90 minutes)",
      flexible_time_window: { mode: "FLEXIBLE", maximum_window_in_minutes: 15 },
    });
    expect(rate).not.toHaveProperty("schedule_expression_timezone");
    const atOnce = { schedule: { ...schedule, timing: { rate: 90 }, startWindow: 0 } };
    expect(scheduleOf({ times: { rate: 90 } }, atOnce).flexible_time_window).toEqual({ mode: "OFF" });
  });

  test("and all else take each text of a plan literally, whatever it says", () => {
    const evil = ["$", "{evil}", "%", "{evil}"].join("");
    const stacks = plan.stacks.map((stack) => ({
      ...stack,
      units: stack.units.map((unit) => {
        if (unit.kind === "standby")
          return { ...unit, passRoles: [evil], principals: [`role/${evil}`, `user/${evil}`] };
        return unit.kind === "alarm" ? { ...unit, notify: [`${evil}@example.com`] } : unit;
      }),
    }));
    const select = {
      ...policyPlan().select,
      tags: { [evil]: [evil] },
      names: [evil],
      arns: [evil],
      runtimes: [evil],
      exclude: [{ name: evil, reason: evil }],
    };
    const policies = plan.policies.map((policy) => ({ ...policy, owner: evil, select }));
    const texts = [...synthesized({ ...plan, stacks, policies }).values()].map(({ text }) => text);
    const found = texts.flatMap((text) => text.match(/[$%]*\{evil\}/g) ?? []);
    expect(found.length).toBeGreaterThan(20);
    expect(new Set(found)).toEqual(new Set(["$", "%"].map((mark) => `${mark}${mark}{evil}`)));
  });

  test("take text of a policy literally", () => {
    const owner = ["$", "{aws_kms_key.key.arn}"].join("");
    const { input } = scheduleOf({}, { owner }).target as { input: string };
    expect(JSON.parse(input)).toMatchObject({ owner: `$${owner}` });
  });
});

describe("a retired site", () => {
  const ofKinds = (stack: StackPlan, ...kinds: Unit["kind"][]): StackPlan => ({
    ...stack,
    retiredUntil: "2027-01-31",
    units: stack.units.filter(({ kind }) => kinds.includes(kind)),
  });
  const retired = synthesized({
    ...plan,
    stacks: plan.stacks
      .filter(({ kind }) => kind !== "links")
      .map((stack) => {
        if (stack.site === EAST) return stack;
        const kinds: Unit["kind"][] = ["key", "vault"];
        return ofKinds(stack, ...kinds, ...(stack.kind === "site" ? (["store", "standby"] as const) : []));
      }),
  });
  const typesOf = (id: string): string[] => Object.keys(retired.get(id)?.resource ?? {}).sort();

  test("that is a region keeps what it holds and what restores it, under the ids that it had", () => {
    expect(typesOf(`site-${WEST}`)).toEqual([
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
      "aws_iam_role",
      "aws_iam_role_policy",
      "aws_kms_alias",
      "aws_kms_key",
      "aws_s3_bucket",
      "aws_s3_bucket_lifecycle_configuration",
      "aws_s3_bucket_ownership_controls",
      "aws_s3_bucket_policy",
      "aws_s3_bucket_public_access_block",
      "aws_s3_bucket_server_side_encryption_configuration",
      "aws_s3_bucket_versioning",
    ]);
    const west = moduleOf(modules, `site-${WEST}`);
    for (const type of typesOf(`site-${WEST}`))
      expect(Object.keys(west.resource[type] ?? {})).toEqual(
        expect.arrayContaining(Object.keys(retired.get(`site-${WEST}`)?.resource[type] ?? {})),
      );
  });

  test("that is an edge zone keeps its key and vault; its parent restores from it, and writes it no more", () => {
    expect(typesOf(`zone-${ZONE}`)).toEqual([
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
      "aws_kms_alias",
      "aws_kms_key",
    ]);
    const parent = retired.get(`site-${EAST}`)?.text ?? "";
    expect(parent).toContain(`alias/zonekeep-${ZONE}`);
    expect(parent).not.toContain(`zonekeep-${ZONE}-zone`);
    expect(site.text).toContain(`zonekeep-${ZONE}-zone`);
  });
});

test("an edge zone has alarms of its own, and leaves its parent's machine to the parent", () => {
  expect(oneIsTooMany(zone)).toEqual([
    [`zonekeep-${ZONE}-failed-resources`, "zonekeep", "FailedResources", { Site: ZONE }],
    [`zonekeep-${ZONE}-runs-not-started`, ...NOT_STARTED, { ScheduleGroup: `zonekeep-${ZONE}` }],
  ]);
  expect(Object.keys(zone.resource)).not.toContain("aws_s3_bucket");
});

test("a copy that S3 cannot make raises an alarm where it comes from, rule by rule", () => {
  const rule = (source: string) => [
    `zonekeep-${EAST}-not-copied-${source}-to-${WEST}`,
    "AWS/S3",
    "OperationsFailedReplication",
    {
      SourceBucket: `zonekeep-${ACCOUNT}-${EAST}`,
      DestinationBucket: `zonekeep-${ACCOUNT}-${WEST}`,
      RuleId: `${source}-to-${WEST}`,
    },
  ];
  expect(oneIsTooMany(links)).toEqual([rule(ZONE), rule(EAST)]);
  for (const { alarm_actions } of resources(links, "aws_cloudwatch_metric_alarm"))
    expect(alarm_actions).toEqual([`arn:aws:sns:us-east-1:${ACCOUNT}:zonekeep-${EAST}`]);
});

test("the links copy each source's prefix within 15 minutes, encrypted again, and no delete", () => {
  const rule = (source: string, priority: number) => ({
    id: `${source}-to-${WEST}`,
    priority,
    status: "Enabled",
    filter: { prefix: `${ACCOUNT}/${source}/` },
    delete_marker_replication: { status: "Disabled" },
    source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
    destination: {
      bucket: `arn:aws:s3:::zonekeep-${ACCOUNT}-${WEST}`,
      encryption_configuration: {
        replica_kms_key_id: `arn:aws:kms:${WEST}:${ACCOUNT}:alias/zonekeep-${WEST}`,
      },
      replication_time: { status: "Enabled", time: { minutes: 15 } },
      metrics: { status: "Enabled", event_threshold: { minutes: 15 } },
    },
  });
  expect(resource(links, "aws_s3_bucket_replication_configuration")).toMatchObject({
    bucket: `zonekeep-${ACCOUNT}-${EAST}`,
    rule: [rule(EAST, 0), rule(ZONE, 1)],
  });
});
