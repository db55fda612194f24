import fc from "fast-check";
import { secretRotation } from "../../../modules/protectors/secret-rotation/protector.ts";
import { type Conforming, ELSEWHERE, SOURCE } from "../protector-conformance/conforming.ts";
import { endToEnd } from "../protector-conformance/proven.ts";
import { SecretsPlace } from "./secrets-place.ts";

interface Value {
  readonly id: string;
  readonly lambda: string;
  readonly rules: {
    readonly AutomaticallyAfterDays?: number;
    readonly ScheduleExpression?: string;
    readonly Duration?: string;
  };
}

const here = (resource: string, { account, region } = SOURCE): string =>
  `arn:aws:lambda:${region}:${account}:function:${resource}`;
const FUNCTIONS = [here("rotate"), here("rotate:live")];
const elsewhere = (arn: string): string => arn.replace(SOURCE.region, ELSEWHERE.region);

/** Rotations of secrets, as the suite of kinds takes them. */
export const conforming: Conforming<SecretsPlace, Value> = {
  protector: secretRotation,
  fake: (options) => new SecretsPlace(options),
  arbitrary: fc.record({
    id: fc.stringMatching(/^[a-z]{2,6}(\/[a-z+=.@_-]{2,6})?$/),
    lambda: fc.constantFrom(...FUNCTIONS),
    rules: fc.oneof(
      fc.record({ AutomaticallyAfterDays: fc.integer({ min: 1, max: 900 }) }),
      fc.record({
        ScheduleExpression: fc.constantFrom("rate(10 days)", "cron(0 16 1,15 * ? *)"),
        Duration: fc.constantFrom("3h", "12h"),
      }),
    ),
  }),
  put: ({ secrets }, { id, lambda, rules }) =>
    void secrets.have(id, { RotationLambdaARN: lambda, RotationRules: rules }),
  // A restore makes no secret.
  prepare: ({ secrets }, { id }) => void secrets.have(id),
  change: ({ secrets, place }, { id }, n) =>
    void secrets.have(id, {
      RotationLambdaARN: here(`changed-${n}`, place),
      RotationRules: { AutomaticallyAfterDays: 900 + n },
    }),
  map: ({ id, lambda }) => ({
    [new SecretsPlace({ ...SOURCE, page: 2 }).secrets.arn(id)]: new SecretsPlace({
      ...{ ...ELSEWHERE, page: 2 },
    }).secrets.arn(id),
    [lambda]: elsewhere(lambda),
  }),
  neighbours: ({ secrets, place }, { id }) => {
    const names = [`${id}-beside`, "zz-theirs"];
    for (const name of names)
      secrets.have(name, {
        RotationLambdaARN: here("theirs", place),
        RotationRules: { AutomaticallyAfterDays: 30 },
      });
    return () => names.map((name) => secrets.secrets.get(name));
  },
  secretsOf: { reason: "a rotation has none, and values of secrets are not asked for" },
  fires: ({ secrets }, { id }) => {
    const { RotationEnabled, RotationLambdaARN } = secrets.secrets.get(id) ?? {};
    return RotationEnabled ? [String(RotationLambdaARN)] : [];
  },
  readOnlyFields: [],
  unseen: {
    "lambda:InvokeFunction": "Secrets Manager asks it of who sets a rotation: no call of its own",
    "restore lambda:GetFunctionConfiguration": "asked only of the function that rotates it otherwise",
  },
  tolerated: {},
  proven: endToEnd("__tests__/sandbox/secret-rotation.test.ts"),
  lost: ["the secret itself, its values and versions", "a rotation that was under way"],
};
