import { expect, test } from "vitest";
import { renamed } from "../../../modules/protectors/kit/renamed.ts";

const own = { from: "arn:aws:sqs:us-east-1:1:a", to: "arn:aws:sqs:eu-west-1:1:a" };
const API = "arn:aws:execute-api:us-east-1:111122223333:abc123";

test("an API becomes another one, whatever stage, method and path stand behind it; others stay", () => {
  const ids = { [API]: API.replace("us-east-1", "eu-west-1").replace("abc123", "xyz789") };
  expect(renamed([API, `${API}/prod/GET/orders`, `${API}4/prod`, own.from], ids, own)).toEqual([
    "arn:aws:execute-api:eu-west-1:111122223333:xyz789",
    "arn:aws:execute-api:eu-west-1:111122223333:xyz789/prod/GET/orders",
    `${API}4/prod`,
    own.to,
  ]);
});
