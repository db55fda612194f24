import type { Permission } from "../../contract/permission.ts";
import { inRegion } from "../in-region.ts";
import type { KindSpec } from "../spec.ts";
import { secretNamed } from "./arn.ts";

const ACTIONS =
  "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html";

const onSecrets = (action: string): Permission => ({
  action: `secretsmanager:${action}`,
  resources: ["arn:{partition}:secretsmanager:{region}:{account}:secret:*"],
});

/** A rotation in the way of ours may call a function that is gone, and ours must call none that is. */
const whetherThere: Permission = {
  action: "lambda:GetFunctionConfiguration",
  resources: ["arn:{partition}:lambda:{region}:{account}:function:*"],
};

/** Which function rotates a secret, and when. No restore makes a secret, and nothing here may read the value of one. */
export const secretRotationSpec: KindSpec = {
  kind: "secret-rotation",
  noun: ["secret's rotation", "secrets' rotations"],
  home: "regional",
  source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda.html",
  trigger: "secrets",
  // A function's policy lets the service in, and need not name a secret.
  listedToFollow: true,
  madeByArm: true,
  idOf: ({ service, resource }) => (service === "secretsmanager" ? secretNamed(resource) : undefined),
  partOf: "secret",
  written: {
    id: "NAME",
    arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:NAME-ID",
    parts: [{ letters: /[A-Za-z0-9/_+=.@-]/, most: 512 }],
  },
  permissions: {
    inventory: inRegion("secretsmanager", "ListSecrets"),
    capture: [onSecrets("DescribeSecret")],
    restore: [onSecrets("DescribeSecret"), whetherThere],
    activate: [
      onSecrets("DescribeSecret"),
      onSecrets("RotateSecret"),
      onSecrets("CancelRotateSecret"),
      whetherThere,
      // Secrets Manager asks it of who has it call a function; nobody else may be called by it.
      {
        action: "lambda:InvokeFunction",
        resources: ["arn:{partition}:lambda:{region}:{account}:function:*"],
        condition: { Bool: { "aws:ViaAWSService": "true" } },
      },
    ],
  },
  wildcardActions: { "secretsmanager:ListSecrets": ACTIONS },
  pace: {
    // DescribeSecret has a rate of its own, far above that of lists.
    budget: "Secrets Manager lists",
    source: "https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html",
    perSecond: 100,
    perThing: () => 1,
    perPage: () => 1,
    pageSize: 100,
  },
};
