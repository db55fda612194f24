import { expect, test } from "vitest";
import type { RotationDocument } from "../../../modules/protectors/secret-rotation/document.ts";
import { secretRotationInTerraform } from "../../../modules/protectors/secret-rotation/terraform.ts";

const FN = "arn:aws:lambda:eu-west-1:123456789012:function:rotate";
const WAS = "arn:aws:secretsmanager:us-east-1:123456789012:secret:shop/db-AAAAAA";
const THERE = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop/db-BBBBBB";

const rotating = (by?: string): RotationDocument => ({
  ...{ kind: "secret-rotation", name: "shop/db", arn: THERE, account: "123456789012", region: "eu-west-1" },
  ...(by !== undefined && {
    rotation: {
      RotationLambdaARN: by,
      RotationRules: { ScheduleExpression: "rate(10 days)", Duration: "3h" },
    },
  }),
});

function said({
  live,
  isThere = true,
  document = rotating(FN),
}: Partial<Parameters<typeof secretRotationInTerraform.form>[0]>) {
  return secretRotationInTerraform.form({
    ...{ document, isThere, source: WAS, secrets: undefined, now: 0, imports: {} },
    ids: { [WAS]: THERE, [`${FN}:3`]: `${FN}:1` },
    ...(live !== undefined && { live }),
  });
}

test("a secret that nobody rotates yet does so from when somebody arms, and is not rotated at once", () => {
  expect(said({})).toEqual({
    resources: [
      {
        type: "aws_secretsmanager_secret_rotation",
        key: "",
        opens: true,
        arguments: {
          secret_id: THERE,
          rotation_lambda_arn: FN,
          rotation_rules: { schedule_expression: "rate(10 days)", duration: "3h" },
          rotate_immediately: false,
        },
      },
    ],
    left: [],
  });
});

test("one that rotates as it did is imported, by the version that the function has now", () => {
  const { resources } = said({ live: rotating(`${FN}:1`), document: rotating(`${FN}:3`) });
  expect(resources).toMatchObject([{ importId: THERE, arguments: { rotation_lambda_arn: `${FN}:1` } }]);
});

test("one that rotates otherwise stays as it is, by name, and one that is not there is not made", () => {
  expect(said({ live: rotating(`${FN}-other`) })).toEqual({
    resources: [],
    left: ["its rotation: it is there and says otherwise, as before it is armed"],
  });
  expect(said({ isThere: false })).toEqual({
    resources: [],
    left: ["secret shop/db is not there, or is a replica, and Terraform makes none: no point has its value"],
  });
});
