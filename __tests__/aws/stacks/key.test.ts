import { describe, expect, test } from "vitest";
import { ACCOUNT, EAST, ZONE } from "../../support/sample-plan.ts";
import { resource, resources, statementsOf } from "../../support/synthesized.ts";
import { site, zone } from "./sample.ts";

/** Of the two keys of a region, the one that encrypts. */
const ROTATES = { enable_key_rotation: true };
const SIGNS = { key_usage: "SIGN_VERIFY" };

const roleOf = (use: string): string => `arn:aws:iam::${ACCOUNT}:role/zonekeep-${EAST}-${use}`;

const ofPurposeBut = (purpose: string, ...runners: string[]) => ({
  StringEquals: { "kms:EncryptionContext:purpose": purpose },
  ArnNotEquals: { "aws:PrincipalArn": runners.map(roleOf) },
});

test("the key that signs a region's runs is of the curve that node verifies, and signs for the runner that ends them alone", () => {
  const key = resource(site, "aws_kms_key", SIGNS);
  expect(key).toMatchObject({
    customer_master_key_spec: "ECC_NIST_P256",
    deletion_window_in_days: 30,
    lifecycle: { prevent_destroy: true },
  });
  expect(resource(site, "aws_kms_alias", { name: `alias/zonekeep-${EAST}-signing` })).toBeDefined();
  const statements = statementsOf(key.policy);
  expect(statements.map(({ Sid }) => Sid)).toEqual([
    "Account",
    "AliasStays",
    "KeyStays",
    "NobodyIsLockedOut",
    "OnlyEndedRunsAreSigned",
  ]);
  expect(statements.at(-1)).toMatchObject({
    Effect: "Deny",
    Action: ["kms:Sign"],
    Condition: { ArnNotEquals: { "aws:PrincipalArn": roleOf("summarise") } },
  });
});

describe.each([
  ["a region", site, EAST],
  ["an edge zone", zone, ZONE],
])("the key of %s", (_name, module, id) => {
  test("rotates, cannot be destroyed by a plan, and is found by its alias", () => {
    expect(resource(module, "aws_kms_key", ROTATES)).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(resource(module, "aws_kms_alias", { name: `alias/zonekeep-${id}` })).toBeDefined();
  });

  test("serves the account and, within it, logs; its alias does not move, and only root disables or deletes it", () => {
    const statements = statementsOf(resource(module, "aws_kms_key", ROTATES).policy);
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
        Sid: "NobodyIsLockedOut",
        Effect: "Deny",
        Principal: "*",
        Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } },
      },
      {
        Sid: "RunSecretIsMadeByDiscover",
        Effect: "Deny",
        Principal: "*",
        Condition: ofPurposeBut("run", "discover"),
      },
      {
        Sid: "RunSecretIsForRunners",
        Effect: "Deny",
        Principal: "*",
        Condition: ofPurposeBut("run", "capture", "summarise"),
      },
      {
        Sid: "TurnsAreOfCapture",
        Effect: "Deny",
        Principal: "*",
        Condition: ofPurposeBut("turn", "capture"),
      },
      {
        Sid: "ListsAreOfDiscover",
        Effect: "Deny",
        Principal: "*",
        Condition: ofPurposeBut("list", "discover"),
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
    const rule = resource(module, "aws_cloudwatch_event_rule", { name: `zonekeep-${id}-key` });
    expect(String(rule.event_pattern)).toMatch(/"resources":\{"ARN":\["\$\{aws_kms_key\.\w+\.arn\}"/);
    const target = resources(module, "aws_cloudwatch_event_target").find(({ rule: name }) =>
      String(name).includes("key-watch"),
    );
    expect(target).toMatchObject({
      arn: expect.stringMatching(/^\$\{aws_sns_topic\.\w+\.arn\}$/),
      input_transformer: {
        input_paths: { call: "$.detail.eventName", who: "$.detail.userIdentity.arn" },
        input_template: expect.stringContaining(`<call> on a key of ${id} by <who>`),
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
